using System.Buffers;
using System.Globalization;
using System.Text;

namespace ArtifactBuild.Tasks;

/// <summary>Text as it must stand in an item so that MSBuild takes it literally.</summary>
internal static class MSBuildText
{
    // https://learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters
    private static readonly SearchValues<char> Special = SearchValues.Create("%*?@$();'");

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
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
}
