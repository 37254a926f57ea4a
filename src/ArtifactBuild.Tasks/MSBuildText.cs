using System.Globalization;
using System.Text;

namespace ArtifactBuild.Tasks;

/// <summary>Text as it must stand in an item so that MSBuild takes it literally.</summary>
internal static class MSBuildText
{
    // https://learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters
    private static readonly char[] Special = ['%', '*', '?', '@', '$', '(', ')', ';', '\''];

    public static string Escape(string text)
    {
        // MSBuild itself searches like this. SearchValues searches faster, but the JIT compiles it for milliseconds in a build with nothing to do.
#pragma warning disable CA1870
        if (text.IndexOfAny(Special) < 0)
            return text;
#pragma warning restore CA1870
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (Special.Contains(c))
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:x2}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>The values of a list as MSBuild keeps it: a semicolon that is escaped belongs to a value.</summary>
    public static IEnumerable<string> Split(string escaped) => escaped.Split(';').Select(Unescape);

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            plain.Append(isEscape ? (char)int.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : text[i]);
            if (isEscape)
                i += 2;
        }

        return plain.ToString();
    }
}
