using System.Globalization;

namespace ArtifactBuild.Builds.Settings;

/// <summary>The one reader of durations, wherever a user writes them.</summary>
internal static class Duration
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a number and a unit such as 30d (s, m, h, d, w), or a time such as 1.12:00:00";

    // Some 317 years: what is longer is a typing error, and today's date plus the duration must stay a valid date.
    private const double Limit = 1e10;

    private static readonly Dictionary<string, double> Seconds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["d"] = 86_400,
        ["w"] = 604_800,
    };

    /// <summary>Reads a number with <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c>, or <c>[d.]hh:mm:ss</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, which may be zero; <see langword="null"/> when the text is none or says more than 317 years.</returns>
    public static TimeSpan? Read(string text)
    {
        // Only with a colon: TimeSpan reads a number alone as days, which nobody expects.
        if (!text.Contains(':', StringComparison.Ordinal))
            return Quantity.Read(text, Seconds, Limit) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
        return TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out TimeSpan time) && time >= TimeSpan.Zero && time.TotalSeconds < Limit
            ? time
            : null;
    }
}
