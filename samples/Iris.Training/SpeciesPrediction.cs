using Microsoft.ML.Data;

namespace Iris;

/// <summary>What the model says about one flower.</summary>
/// <remarks>Iris.Service compiles this same file.</remarks>
internal sealed class SpeciesPrediction
{
    /// <summary>The most probable species.</summary>
    [ColumnName("PredictedLabel")]
    public string Species { get; set; } = "";

    /// <summary>The probability of each species; they add up to one.</summary>
    [ColumnName("Score")]
    public float[] Probabilities { get; set; } = [];

    /// <summary>The probability of <see cref="Species"/>.</summary>
    [NoColumn]
    public float Confidence => Probabilities.Max();
}
