using Microsoft.ML.Data;

namespace Iris.Training;

/// <summary>How well the model did on the hold-out rows.</summary>
/// <param name="Accuracy">Share of all rows it got right.</param>
/// <param name="MacroAccuracy">The same share per species, averaged over the species.</param>
/// <param name="LogLoss">Punishes confident mistakes; 0 is perfect.</param>
/// <param name="Species">The species, in the order of <paramref name="Confusion"/>.</param>
/// <param name="Confusion">Number of rows by true species, then by predicted species.</param>
internal sealed record Evaluation(
    double Accuracy,
    double MacroAccuracy,
    double LogLoss,
    IReadOnlyList<string> Species,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <summary>Takes over what ML.NET measured.</summary>
    public static Evaluation Of(MulticlassClassificationMetrics metrics, IReadOnlyList<string> species) => new(
        Rounded(metrics.MicroAccuracy),
        Rounded(metrics.MacroAccuracy),
        Rounded(metrics.LogLoss),
        species,
        [.. metrics.ConfusionMatrix.Counts.Select(row => (IReadOnlyList<int>)[.. row.Select(count => (int)count)])]);

    // Further digits would be noise: there are only a few dozen hold-out rows.
    private static double Rounded(double value) => Math.Round(value, 6);
}
