using System.Text;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

/// <summary>
/// Values as a table keeps them: a copy that no one else can change, in which every dictionary is a <see cref="PythonDict"/> and
/// every list an array. Everything that types are inferred of, or that is written, has this form.
/// </summary>
internal static class StoredValue
{
    /// <summary>How deep lists and dictionaries may nest. It also ends a list that holds itself.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Copies a value for a type to be inferred of: anything that W&amp;B has no type for stays what it is.</summary>
    public static object? ForInference(object? value) => Copy(value, isCell: false, 0);

    /// <summary>Copies a cell.</summary>
    /// <exception cref="ArtifactException">ART4006: a table can't hold the value.</exception>
    public static object? ForCell(object? value) => Copy(value, isCell: true, 0);

    /// <summary>A cell as it is written; the files that it needs are added to the draft.</summary>
    public static object? ToJson(object? stored, IObjectSink draft) => stored switch
    {
        object?[] items => Array.ConvertAll(items, item => ToJson(item, draft)),
        PythonDict dict => ToJson(dict, draft),
        NdArray array => array.ToList(),
        MediaObject item => item.Describe(draft),
        decimal number => PythonNumber.OfDecimal(number),
        byte[] bytes => StrictUtf8.GetString(bytes),
        DateTime or DateTimeOffset or DateOnly => Milliseconds(stored),
        Enum item => item.ToString(),
        _ => stored,
    };

    /// <summary>Refuses an array with infinities. In a file of its own an array may have them, in JSON it may not.</summary>
    public static void EnsureFinite(NdArray array) => Copy(array.ToList(), isCell: true, 0);

    private static PythonDict ToJson(PythonDict dict, IObjectSink draft)
    {
        PythonDict result = [];
        foreach ((MemberName name, object? value) in dict)
            result[name] = ToJson(value, draft);
        return result;
    }

    private static object? Copy(object? value, bool isCell, int depth)
    {
        if (depth > MaxDepth)
            throw Refuse($"It nests more than {MaxDepth} levels deep; flatten it, or look for a list that holds itself.");
        object? item = DotNetValue.Unwrap(value);
        switch (item)
        {
            case NdArray array when isCell && depth > 0:
                EnsureFinite(array);
                return item;
            case null or string or bool or decimal or DateTime or DateTimeOffset or DateOnly or Enum or NdArray or MediaObject:
                return item;
            case byte[] bytes:
                return isCell ? EnsureText(bytes) : bytes;
            case PythonDict or object when DotNetValue.TryGetMembers(item, out IEnumerable<(object? Key, object? Value)> members):
                return CopyMembers(members, isCell, depth);
            case object when DotNetValue.TryGetItems(item, out IEnumerable<object?> items):
                return items.Select(each => Copy(each, isCell, depth + 1)).ToArray();
            case object when !isCell:
                return item;
            case object when PythonNumber.IsInteger(item):
                return item;
            case object when PythonNumber.TryGet(item, out double number):
                if (double.IsInfinity(number))
                    throw Refuse("JSON has no infinity; write null or the text “inf”.");
                return double.IsNaN(number) ? null : item;
            default:
                throw Refuse($"A table can't hold a {item.GetType()}; convert it to a number, a text, a list or a dictionary.");
        }
    }

    private static PythonDict CopyMembers(IEnumerable<(object? Key, object? Value)> members, bool isCell, int depth)
    {
        PythonDict result = [];
        foreach ((object? key, object? value) in members)
        {
            MemberName name = DotNetValue.NameOf(key) ?? throw Refuse($"“{key}” can't be a key; use a text or a number.");
            result[name] = Copy(value, isCell, depth + 1);
        }

        return result;
    }

    private static byte[] EnsureText(byte[] bytes)
    {
        try
        {
            StrictUtf8.GetCharCount(bytes);
            return [.. bytes];
        }
        catch (DecoderFallbackException e)
        {
            throw Refuse("Bytes are stored as text, and these are not UTF-8; encode them, for example in base64.", e);
        }
    }

    // Python makes seconds of the microseconds and milliseconds of the seconds, both as floating point, and cuts off the rest.
    private static object Milliseconds(object time)
    {
        DateTime utc = time switch
        {
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            DateTimeOffset moment => moment.UtcDateTime,
            DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
            _ => (DateTime)time,
        };
        long microseconds = (utc.Ticks - DateTime.UnixEpoch.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond)) / TimeSpan.TicksPerMicrosecond;
        return (long)(microseconds / 1e6 * 1000);
    }

    private static ArtifactException Refuse(string message, Exception? cause = null) => new(ArtifactCodes.InvalidArtifact, message, cause);
}
