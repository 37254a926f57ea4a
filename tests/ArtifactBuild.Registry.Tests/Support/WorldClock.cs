namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>The clock of a registry: the machine's, which a test can put forward and hold.</summary>
internal sealed class WorldClock : TimeProvider
{
    private TimeSpan _ahead;
    private DateTimeOffset? _held;

    public override DateTimeOffset GetUtcNow() => _held ?? (base.GetUtcNow() + _ahead);

    /// <summary>Puts the clock forward.</summary>
    public void Advance(TimeSpan time) => _ahead += time;

    /// <summary>Holds the clock at what the machine's clock says now, until the next call.</summary>
    /// <returns>That time.</returns>
    public DateTimeOffset Hold()
    {
        _held = base.GetUtcNow();
        return _held.Value;
    }
}
