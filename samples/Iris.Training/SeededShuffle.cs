namespace Iris.Training;

/// <summary>Puts items into an order that looks random and is the same for the same seed, for ever.</summary>
/// <remarks>
/// <see cref="Random"/> does not promise the same sequence in the next version of .NET, and a model that changes
/// because the runtime did would look like a new version of the artifact. SplitMix64 is a few lines and fixed.
/// </remarks>
internal sealed class SeededShuffle(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Returns the items in a new order; every call continues the sequence of the seed.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (int last = shuffled.Length - 1; last > 0; last--)
        {
            // The bias of the remainder is below 1e-17 for tables that fit in memory.
            int other = (int)(Next() % (ulong)(last + 1));
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
