using System.Globalization;

namespace ArtifactBuild.Shared;

/// <summary>The one reader of whole numbers that are not negative, wherever a user writes them.</summary>
internal static class Count
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a whole number that is not negative";

    /// <summary>Reads digits, which may have a plus sign before them and spaces around them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number; null when the text is none, or is too large for 32 bits.</returns>
    public static int? Read(string text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= 0 ? number : null;
}
