using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Puts text that others wrote into C# code, where it can do nothing but be shown.</summary>
internal static class CodeText
{
    /// <summary>Appends what stands between the quotes of a string literal.</summary>
    public static StringBuilder AppendLiteral(this StringBuilder code, string text)
    {
        if (IsPlain(text))
            return code.Append(text);

        foreach (char c in text)
        {
            if (c is '"' or '\\')
                code.Append('\\').Append(c);
            else if (IsInvisible(c))
                code.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                code.Append(c);
        }

        return code;
    }

    /// <summary>Appends text of a documentation comment, which must stay on its line and be XML.</summary>
    public static StringBuilder AppendXml(this StringBuilder code, string text)
    {
        if (IsPlain(text))
            return code.Append(text);

        foreach (char c in text)
        {
            if (c == '&')
                code.Append("&amp;");
            else if (c == '<')
                code.Append("&lt;");
            else if (c == '>')
                code.Append("&gt;");
            else if (char.IsControl(c) || c is '\ufffe' or '\uffff')
                code.Append('\ufffd');
            else if (IsInvisible(c))
                code.Append("&#x").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)).Append(';');
            else
                code.Append(c);
        }

        return code;
    }

    [MethodImpl(HotPath.OptimizeAtOnce)]
    private static bool IsPlain(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or '"' or '&' or '<' or '>' or '\\' or > '~')
                return false;

        return true;
    }

    // Beside line ends these are the characters that make text on the screen read otherwise than the compiler reads it.
    private static bool IsInvisible(char c) => c is < ' ' or '\u007f' or '\ufffe' or '\uffff' || (c > 127 && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
