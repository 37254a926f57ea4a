namespace Iris.Training;

/// <summary>A flower whose species a botanist has determined.</summary>
internal sealed class LabeledFlower : Flower
{
    /// <summary>The name of the species.</summary>
    public string Species { get; init; } = "";
}
