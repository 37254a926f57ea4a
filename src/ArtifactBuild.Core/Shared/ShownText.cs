using System.Globalization;
using System.Text;

namespace ArtifactBuild.Shared;

/// <summary>Makes text from a file fit for a one-line message.</summary>
internal static class ShownText
{
    private const int MaxLength = 120;

    /// <summary>Quotes a text; what cannot be seen, or would change how the line looks, is escaped, and a long text is cut.</summary>
    public static string Quote(string text)
    {
        var shown = new StringBuilder("'");
        for (int i = 0; i < text.Length && i < MaxLength; i++)
        {
            char c = text[i];
            if (IsPlain(c))
                shown.Append(c);
            else
                shown.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return shown.Append(text.Length > MaxLength ? "…'" : "'").ToString();
    }

    private static bool IsPlain(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);
}
