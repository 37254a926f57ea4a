using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Values;

/// <summary>Which values of .NET are dictionaries, which are lists, and which only wrap another value.</summary>
internal static class DotNetValue
{
    /// <summary>Takes JSON values for what they hold; <see cref="DBNull"/> is <see langword="null"/> and a character is a text.</summary>
    public static object? Unwrap(object? value) => value switch
    {
        DBNull => null,
        char c => c.ToString(),
        JsonElement { ValueKind: JsonValueKind.Array } element => JsonArray.Create(element),
        JsonElement { ValueKind: JsonValueKind.Object } element => JsonObject.Create(element),
        JsonElement element => Scalar(element),
        JsonValue json => Unwrap(json.GetValue<object>()),
        _ => value,
    };

    /// <summary>The members of a dictionary.</summary>
    public static bool TryGetMembers(object value, out IEnumerable<(object? Key, object? Value)> members)
    {
        members = value switch
        {
            IEnumerable<KeyValuePair<string, object?>> pairs => pairs.Select(pair => ((object?)pair.Key, pair.Value)),
            IDictionary dictionary => Entries(dictionary),
            IEnumerable<KeyValuePair<string, JsonNode?>> json => json.Select(pair => ((object?)pair.Key, (object?)pair.Value)),
            IEnumerable other when IsDictionary(other.GetType()) => other.Cast<object>().Select(Pair),
            _ => [],
        };
        return value is IDictionary or IEnumerable<KeyValuePair<string, object?>> or JsonObject || IsDictionary(value.GetType());
    }

    /// <summary>The items of a list, set, tuple or sequence. Texts, bytes and dictionaries are none.</summary>
    public static bool TryGetItems(object value, out IEnumerable<object?> items)
    {
        items = value switch
        {
            string or byte[] => [],
            Array { Rank: > 1 } array => Nested(array, []),
            ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]),
            IEnumerable sequence => sequence.Cast<object?>(),
            _ => [],
        };
        return value is (ITuple or IEnumerable) and not (string or byte[]);
    }

    /// <summary>The text of a dictionary's key in JSON: that of the JSON value that the key would be.</summary>
    /// <returns><see langword="null"/> when such a key has none.</returns>
    public static MemberName? NameOf(object? key) => Unwrap(key) switch
    {
        null => "null",
        string text => text,
        MemberName name => name,
        bool item => item ? "true" : "false",
        Enum item => item.ToString(),
        object number when PythonNumber.IsInteger(number) => long.TryParse(PythonNumber.OfInteger(number), CultureInfo.InvariantCulture, out long whole)
            ? new MemberName(whole)
            : PythonNumber.OfInteger(number),
        object number when PythonNumber.TryGet(number, out double value) => double.IsFinite(value) ? PythonNumber.Repr(value) : (MemberName?)null,
        object other when other is not Complex && MetadataValueText.Of(other) is string text => text,
        _ => null,
    };

    private static object? Scalar(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Number:
                string text = element.GetRawText();
                if (element.TryGetInt64(out long whole))
                    return whole;
                return text.AsSpan().ContainsAny('.', 'e', 'E')
                    ? element.GetDouble()
                    : BigInteger.Parse(text, CultureInfo.InvariantCulture);
            default:
                return null;
        }
    }

    private static bool IsDictionary(Type type) => type.GetInterfaces().Any(item => item.IsGenericType
        && (item.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || item.GetGenericTypeDefinition() == typeof(IDictionary<,>)));

    private static IEnumerable<(object? Key, object? Value)> Entries(IDictionary dictionary)
    {
        IDictionaryEnumerator entries = dictionary.GetEnumerator();
        while (entries.MoveNext())
            yield return (entries.Key, entries.Value);
    }

    private static (object?, object?) Pair(object pair)
    {
        Type type = pair.GetType();
        return (Get("Key"), Get("Value"));

        object? Get(string name) => type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(pair);
    }

    // The rows of an array of several dimensions are lists in lists.
    private static IEnumerable<object?> Nested(Array array, int[] at)
    {
        for (int i = 0; i < array.GetLength(at.Length); i++)
        {
            int[] next = [.. at, i + array.GetLowerBound(at.Length)];
            yield return next.Length == array.Rank ? array.GetValue(next) : Nested(array, next).ToArray();
        }
    }
}
