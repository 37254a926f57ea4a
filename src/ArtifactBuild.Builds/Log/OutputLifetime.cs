using System.Globalization;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Log;

/// <summary>Reads a time to live as people write it.</summary>
internal static class OutputLifetime
{
    // Some 270 years: what is longer is a slip, and a sum with today's date must stay a date.
    private const int MaxDays = 100_000;

    /// <summary><c>inherit</c>, <c>disabled</c>, a number with <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c>, or <c>[d.]hh:mm:ss</c>.</summary>
    /// <exception cref="ArtifactException">ART1004: it is none of these.</exception>
    public static TimeToLive Read(string? text, string what) => text?.ToUpperInvariant() switch
    {
        null or "INHERIT" => TimeToLive.Inherit,
        "DISABLED" => TimeToLive.Disabled,
        _ => Duration(text) is TimeSpan duration && duration > TimeSpan.Zero && duration.TotalDays <= MaxDays
            ? TimeToLive.Of(duration)
            : throw new ArtifactException(
                ArtifactCodes.InvalidOption,
                $"TimeToLive=“{text}” of {what} is no time. Write a number and a unit such as 30d (s, m, h, d, w), a time such as 1.12:00:00, or inherit or disabled."),
    };

    private static TimeSpan? Duration(string text)
    {
        // A number alone would be days to .NET, which nobody expects.
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan exact) ? exact : null;
        long? seconds = char.ToUpperInvariant(text[^1]) switch
        {
            'S' => 1,
            'M' => 60,
            'H' => 60 * 60,
            'D' => 24 * 60 * 60,
            'W' => 7 * 24 * 60 * 60,
            _ => null,
        };
        return seconds is long unit && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count * unit <= MaxDays * 86_400L
            ? TimeSpan.FromSeconds(count * unit)
            : null;
    }
}
