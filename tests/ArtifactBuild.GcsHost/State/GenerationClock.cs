namespace ArtifactBuild.GcsHosting.State;

/// <summary>Gives out generation numbers: microseconds since 1970, like the real one's, and no number twice.</summary>
internal sealed class GenerationClock
{
    private readonly Lock _lock = new();
    private long _last;

    public (long Generation, DateTimeOffset Now) Next()
    {
        lock (_lock)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            _last = Math.Max(_last + 1, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            return (_last, now);
        }
    }
}
