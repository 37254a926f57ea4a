using System.Globalization;
using System.Text;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Python;

/// <summary>Values in the text that Python gives them. W&amp;B sorts the members of a union by it.</summary>
internal static class PythonText
{
    /// <summary>Python's <c>str</c>: a text as it stands, anything else as in <see cref="Repr"/>.</summary>
    public static string Str(object? value) => value as string ?? Repr(value);

    /// <summary>Python's <c>repr</c>.</summary>
    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool item => item ? "True" : "False",
        string text => ReprText(text),
        DataType type => type.ToString(),
        MemberName name => Repr(name.Value),
        PythonSet { Items.Length: 0 } => "set()",
        PythonSet set => $"{{{Join(set.Items)}}}",
        PythonDict dict => $"{{{string.Join(", ", dict.Select(pair => $"{Repr(pair.Key)}: {Repr(pair.Value)}"))}}}",
        IEnumerable<object?> list => $"[{Join(list)}]",
        double or float or Half when PythonNumber.TryGet(value, out double number) => PythonNumber.Repr(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Join(IEnumerable<object?> items) => string.Join(", ", items.Select(Repr));

    private static string ReprText(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            AppendEscaped(result, isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i], quote);
            if (isPair)
                i++;
        }

        return result.Append(quote).ToString();
    }

    private static void AppendEscaped(StringBuilder result, int c, char quote)
    {
        if (c == quote || c == '\\')
            result.Append('\\').Append((char)c);
        else if (c is '\n' or '\r' or '\t')
            result.Append('\\').Append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else if (IsPrintable(c))
            result.Append(c > char.MaxValue ? char.ConvertFromUtf32(c) : ((char)c).ToString());
        else if (c <= 0xff)
            result.Append(CultureInfo.InvariantCulture, $"\\x{c:x2}");
        else if (c <= char.MaxValue)
            result.Append(CultureInfo.InvariantCulture, $"\\u{c:x4}");
        else
            result.Append(CultureInfo.InvariantCulture, $"\\U{c:x8}");
    }

    private static bool IsPrintable(int c) => c == ' ' || CharUnicodeInfo.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator);
}
