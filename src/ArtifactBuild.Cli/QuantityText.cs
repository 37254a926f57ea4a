using System.Globalization;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli;

/// <summary>Durations and sizes as people type them.</summary>
internal static class QuantityText
{
    private static readonly Dictionary<string, double> Seconds = new(StringComparer.Ordinal)
    {
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["d"] = 86_400,
        ["w"] = 604_800,
    };

    private static readonly Dictionary<string, double> Sizes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["B"] = 1,
        ["KB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["TB"] = 1e12,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
        ["TiB"] = 1L << 40,
    };

    public static TimeSpan Duration(string option, string text) =>
        TimeSpan.FromSeconds(Read(text, Seconds, 1e10) ?? throw Invalid(option, text, "a number and s, m, h, d or w, such as 30d"));

    public static long Bytes(string option, string text) =>
        (long)(Read(text, Sizes, 1e18) ?? throw Invalid(option, text, "a number and B, KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 20GiB"));

    private static double? Read(string text, Dictionary<string, double> units, double limit)
    {
        string trimmed = text.Trim();
        string number = trimmed.TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        return units.TryGetValue(trimmed[number.Length..], out double unit)
            && double.TryParse(number.TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * unit < limit
            ? value * unit
            : null;
    }

    private static ArtifactException Invalid(string option, string text, string form) =>
        new(ArtifactCodes.InvalidOption, $"{option} “{text}” is not understood. Write {form}.");
}
