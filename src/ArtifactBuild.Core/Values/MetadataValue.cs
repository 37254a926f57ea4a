using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Values;

/// <summary>Makes metadata of the values that a program has at hand.</summary>
/// <remarks>
/// <para>The rules are those of W&amp;B 0.18, in the words of .NET:</para>
/// <list type="bullet">
/// <item>texts, characters, numbers, <see langword="bool"/> and <see langword="null"/> are what they are; a <see langword="float"/> is written
/// with all digits of its value; NaN is <see langword="null"/>;</item>
/// <item>bytes are their text in UTF-8;</item>
/// <item><see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/> and <see cref="TimeOnly"/> are ISO 8601, as Python prints it: the
/// time zone is written when there is one, the fraction of a second when it is not zero;</item>
/// <item>dictionaries are objects, whose keys are the texts that the keys would be as values; of two equal ones the last wins;</item>
/// <item>tuples, sets, lists, arrays and <see cref="NdArray"/>s are lists, those of several dimensions lists in lists;</item>
/// <item>a member of an enumeration is its name; a <see cref="Type"/> is its full name, a delegate that of its method;</item>
/// <item>records and anonymous types are objects of their public properties, by name;</item>
/// <item>JSON is copied;</item>
/// <item><see langword="decimal"/>, <see cref="TimeSpan"/>, <see cref="Guid"/>, <see cref="Version"/>, <see cref="Uri"/> and whatever else can be formatted is its text
/// in the invariant culture.</item>
/// </list>
/// <para>
/// Infinities, complex numbers, bytes that are not UTF-8, objects of other classes, and what nests too deep or holds itself are
/// refused. W&amp;B 0.18 keeps infinities, which are not JSON; later versions refuse them, too.
/// </para>
/// </remarks>
public static class MetadataValue
{
    // Readers of JSON stop at 64 levels, and the record that the metadata lies in takes some.
    private const int MaxDepth = 56;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes the metadata of an artifact of a dictionary.</summary>
    /// <typeparam name="TKey">The keys; <see cref="string"/> as a rule.</typeparam>
    /// <typeparam name="TValue">The values; <see cref="object"/> as a rule.</typeparam>
    /// <param name="values">The keys and values.</param>
    /// <returns>An object that shares nothing with what was given.</returns>
    /// <exception cref="ArtifactException">ART4006: a key or value can't be metadata; the message says where it stands.</exception>
    public static JsonObject ToObject<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Members(values.Select(pair => ((object?)pair.Key, (object?)pair.Value)), "", 0);
    }

    /// <summary>Makes a value of an artifact's metadata.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>JSON that shares nothing with what was given.</returns>
    /// <exception cref="ArtifactException">ART4006: the value can't be metadata; the message says where it stands.</exception>
    public static JsonNode? ToJson(object? value) => ToJson(value, "", 0);

    private static JsonNode? ToJson(object? value, string at, int depth)
    {
        if (depth > MaxDepth)
            throw Refuse(at, $"nests more than {MaxDepth} levels deep; flatten it, or look for a value that holds itself");
        object? item = DotNetValue.Unwrap(value);
        switch (item)
        {
            case null:
                return null;
            case string text:
                return text;
            case bool flag:
                return flag;
            case Enum member:
                return member.ToString();
            case object when PythonNumber.TryGet(item, out double number):
                return Number(item, number, at);
            case Complex:
                throw Refuse(at, "is a complex number, which JSON does not have; store its two parts");
            case byte[] bytes:
                return Text(bytes, at);
            case NdArray array:
                return ToJson(array.ToList(), at, depth);
            case Uri uri:
                return uri.OriginalString;
            case Type type:
                return type.FullName ?? type.Name;
            case Delegate function:
                return $"{function.Method.DeclaringType?.FullName}.{function.Method.Name}";
            case object when MetadataValueText.Of(item) is string text:
                return text;
            default:
                return Container(item, at, depth);
        }
    }

    private static JsonNode Container(object item, string at, int depth)
    {
        if (DotNetValue.TryGetMembers(item, out IEnumerable<(object?, object?)> members))
            return Members(members, at, depth);
        if (DotNetValue.TryGetItems(item, out IEnumerable<object?> items))
            return new JsonArray([.. items.Select((each, index) => ToJson(each, string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]"), depth + 1))]);
        if (MetadataValueRecord.TryGetMembers(item, out members))
            return Members(members, at, depth);
        throw Refuse(at, $"is a {item.GetType()}, which has no form in JSON; make a dictionary, a record or a text of it");
    }

    private static JsonObject Members(IEnumerable<(object? Key, object? Value)> members, string at, int depth)
    {
        JsonObject result = [];
        foreach ((object? key, object? value) in members)
        {
            string? name = DotNetValue.NameOf(key)?.ToString();
            if (name is null)
                throw Refuse(at, $"has the key “{key}”, which has no form in JSON; use a text or a number");
            result[name] = ToJson(value, at.Length == 0 ? name : $"{at}.{name}", depth + 1);
        }

        return result;
    }

    private static JsonNode? Number(object item, double number, string at)
    {
        if (double.IsInfinity(number) && !PythonNumber.IsInteger(item))
            throw Refuse(at, "is infinite, which JSON does not have; write null or the text “inf”");
        if (!PythonNumber.IsInteger(item))
            return double.IsNaN(number) ? null : JsonValue.Create(number);
        return item switch
        {
            long or int or short or sbyte or byte or ushort or uint => Convert.ToInt64(item, CultureInfo.InvariantCulture),
            ulong large => large,
            _ => JsonNode.Parse(PythonNumber.OfInteger(item)),
        };
    }

    private static string Text(byte[] bytes, string at)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Refuse(at, "is bytes that are not UTF-8; encode them, for example in base64", e);
        }
    }

    private static ArtifactException Refuse(string at, string reason, Exception? cause = null) => new(
        ArtifactCodes.InvalidArtifact,
        $"{(at.Length == 0 ? "The metadata" : $"The value “{at}” of the metadata")} {reason}.",
        cause);
}
