using System.Globalization;

namespace ArtifactBuild.Builds.Settings;

/// <summary>A number with a unit behind it, as people type it: <c>1.5d</c>, <c>20 GiB</c>.</summary>
internal static class Quantity
{
    /// <summary>Reads a number with one of some units.</summary>
    /// <param name="text">The text; there may be spaces around it, and between number and unit.</param>
    /// <param name="units">What each unit stands for.</param>
    /// <param name="limit">What the product stays below.</param>
    /// <returns>The product of number and unit; <see langword="null"/> when the text has another form, or another unit, or means too much.</returns>
    public static double? Read(string text, IReadOnlyDictionary<string, double> units, double limit)
    {
        string trimmed = text.Trim();
        int end = trimmed.Length;
        while (end > 0 && char.IsAsciiLetter(trimmed[end - 1]))
            end--;
        return units.TryGetValue(trimmed[end..], out double unit)
            && double.TryParse(trimmed.AsSpan(0, end).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * unit < limit
            ? number * unit
            : null;
    }
}
