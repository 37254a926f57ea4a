namespace Iris.Training;

/// <summary>The rows the model learns from, and those kept back to test it.</summary>
internal sealed record HoldOutSplit(IReadOnlyList<LabeledFlower> Training, IReadOnlyList<LabeledFlower> HoldOut)
{
    /// <summary>Keeps back the same share of every species, so that none is missing from the test.</summary>
    public static HoldOutSplit Stratified(IEnumerable<LabeledFlower> flowers, double share, ulong seed)
    {
        var shuffle = new SeededShuffle(seed);
        List<LabeledFlower> training = [];
        List<LabeledFlower> holdOut = [];

        foreach (var species in flowers.GroupBy(flower => flower.Species).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            LabeledFlower[] shuffled = shuffle.Shuffle(species);
            int kept = (int)Math.Round(shuffled.Length * share);
            holdOut.AddRange(shuffled[..kept]);
            training.AddRange(shuffled[kept..]);
        }

        // Without this the trainer would see one whole species after the other.
        return new HoldOutSplit(shuffle.Shuffle(training), holdOut);
    }
}
