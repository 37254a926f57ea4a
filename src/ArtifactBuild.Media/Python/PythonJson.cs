using System.Buffers;
using System.Text;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Python;

/// <summary>
/// JSON in the exact form that W&amp;B gives to stored objects: sorted keys, <c>", "</c> and <c>": "</c>, everything outside
/// ASCII escaped, numbers as Python prints them. The bytes decide an entry's digest, so the form is part of the format.
/// </summary>
internal static class PythonJson
{
    /// <summary>Writes an object of <see cref="StoredValue"/>s, types, sequences and dictionaries.</summary>
    public static byte[] Write(PythonDict value)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Append(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> output, object? value)
    {
        switch (value)
        {
            case null:
                AppendAscii(output, "null");
                break;
            case bool item:
                AppendAscii(output, item ? "true" : "false");
                break;
            case string text:
                AppendString(output, text);
                break;
            case MemberName name:
                Append(output, name.Value);
                break;
            case DataType type:
                Append(output, type.Describe());
                break;
            case PythonDict dict:
                AppendDict(output, dict);
                break;
            case PythonSet set:
                AppendList(output, set.Items);
                break;
            case IEnumerable<object?> list:
                AppendList(output, list);
                break;
            case double or float or Half when PythonNumber.TryGet(value, out double number):
                // Infinities are refused where values come in.
                AppendAscii(output, double.IsNaN(number) ? "null" : PythonNumber.Repr(number));
                break;
            case not null when PythonNumber.IsInteger(value):
                AppendAscii(output, PythonNumber.OfInteger(value));
                break;
            default:
                throw new InvalidOperationException($"{value.GetType()} has no form in a stored object.");
        }
    }

    private static void AppendDict(ArrayBufferWriter<byte> output, PythonDict dict)
    {
        string separator = "{";
        foreach ((MemberName name, object? value) in dict.OrderBy(member => member.Key))
        {
            AppendAscii(output, separator);
            AppendString(output, name.ToString());
            AppendAscii(output, ": ");
            Append(output, value);
            separator = ", ";
        }

        AppendAscii(output, dict.Count == 0 ? "{}" : "}");
    }

    private static void AppendList(ArrayBufferWriter<byte> output, IEnumerable<object?> items)
    {
        AppendAscii(output, "[");
        bool first = true;
        foreach (object? item in items)
        {
            if (!first)
                AppendAscii(output, ", ");
            first = false;
            Append(output, item);
        }

        AppendAscii(output, "]");
    }

    private static void AppendAscii(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text) =>
        output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));

    private static void AppendString(ArrayBufferWriter<byte> output, string text)
    {
        Span<byte> span = output.GetSpan((text.Length * 6) + 2);
        int at = 0;
        span[at++] = (byte)'"';
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\'))
                span[at++] = (byte)c;
            else
                at += Escape(c, span[at..]);
        }

        span[at++] = (byte)'"';
        output.Advance(at);
    }

    private static int Escape(char c, Span<byte> span)
    {
        span[0] = (byte)'\\';
        char letter = c switch
        {
            '"' or '\\' => c,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => 'u',
        };
        span[1] = (byte)letter;
        if (letter != 'u')
            return 2;
        ((int)c).TryFormat(span[2..], out _, "x4", System.Globalization.CultureInfo.InvariantCulture);
        return 6;
    }
}
