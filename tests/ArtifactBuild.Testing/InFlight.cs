namespace ArtifactBuild.Testing;

/// <summary>Counts what is going on at once.</summary>
internal sealed class InFlight
{
    private int _now;
    private int _most;

    /// <summary>The most that went on at one moment.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>One more begins.</summary>
    /// <returns>How many there are now.</returns>
    public int Begin()
    {
        int now = Interlocked.Increment(ref _now);
        for (int most = _most; now > most; most = _most)
            Interlocked.CompareExchange(ref _most, now, most);
        return now;
    }

    public void End() => Interlocked.Decrement(ref _now);
}
