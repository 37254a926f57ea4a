using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Model;

/// <summary>How long a version lives after it was logged; garbage collection deletes it then.</summary>
/// <remarks>W&amp;B's three values: a duration, disabled, and inherit; fractions of a second are cut off.</remarks>
public readonly record struct TimeToLive
{
    private readonly long _seconds;

    private TimeToLive(long seconds) => _seconds = seconds;

    /// <summary>What the registry says for the type of the artifact; for ever when it says nothing.</summary>
    public static TimeToLive Inherit => default;

    /// <summary>For ever, whatever the registry says.</summary>
    public static TimeToLive Disabled => new(-1);

    /// <summary>Whether the registry decides.</summary>
    public bool IsInherited => _seconds == 0;

    /// <summary>The duration; <see langword="null"/> when the version lives for ever or the registry decides.</summary>
    public TimeSpan? Duration => _seconds > 0 ? TimeSpan.FromSeconds(_seconds) : null;

    /// <summary>A duration.</summary>
    /// <param name="duration">How long, of which whole seconds count.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArtifactException">ART4006: the duration is not positive.</exception>
    public static TimeToLive Of(TimeSpan duration) => duration > TimeSpan.Zero
        ? new TimeToLive(Math.Max(1, (long)duration.TotalSeconds))
        : throw new ArtifactException(
            ArtifactCodes.InvalidArtifact, $"A time to live of {duration} is not positive. Use TimeToLive.Disabled to keep a version for ever.");

    /// <summary>The form in which a registry keeps it: nothing, 0 for ever, or seconds.</summary>
    internal long? Stored => _seconds switch
    {
        0 => null,
        < 0 => 0,
        _ => _seconds,
    };

    internal static TimeToLive FromStored(long? seconds) => seconds switch
    {
        null => Inherit,
        <= 0 => Disabled,
        _ => new TimeToLive(seconds.Value),
    };
}
