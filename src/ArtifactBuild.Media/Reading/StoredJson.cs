using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ArtifactBuild.Media.Python;

namespace ArtifactBuild.Media.Reading;

/// <summary>
/// Reads the JSON of a stored object into the form of <see cref="StoredValue"/>: objects are <see cref="PythonDict"/>s, lists
/// arrays, whole numbers <see cref="long"/> or <see cref="BigInteger"/> and all others <see cref="double"/>.
/// </summary>
/// <remarks>The text is hostile: what it makes of the memory is limited, and whatever is wrong with it is a <see cref="FormatException"/>.</remarks>
internal static class StoredJson
{
    /// <summary>How deep the text may nest. The type of a cell nests some five levels for each of the cell's.</summary>
    public const int MaxDepth = 256;

    // A boxed number has some 32 bytes, a dictionary has at least eight times that.
    private const int MaxCost = 50_000_000;
    private const int DictCost = 8;

    // As in Python, where longer ones take too long.
    private const int MaxDigits = 4300;

    /// <exception cref="FormatException">The text is no JSON object, or is too large.</exception>
    public static PythonDict Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            int budget = MaxCost;
            var value = Value(ref reader, ref budget) as PythonDict;
            // Fails when something follows.
            reader.Read();
            return value ?? throw new FormatException("its JSON is not an object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how a text with half a surrogate pair fails.
            throw new FormatException($"it is not JSON ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static object? Value(ref Utf8JsonReader reader, ref int budget)
    {
        Spend(ref budget, 1);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => Dict(ref reader, ref budget),
            JsonTokenType.StartArray => List(ref reader, ref budget),
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Number(ref reader),
            JsonTokenType.Null => null,
            _ => reader.GetBoolean(),
        };
    }

    private static PythonDict Dict(ref Utf8JsonReader reader, ref int budget)
    {
        Spend(ref budget, DictCost);
        PythonDict result = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            if (result.TryGetValue(name, out _))
                throw new FormatException($"an object of its JSON has “{name}” twice");
            reader.Read();
            result[name] = Value(ref reader, ref budget);
        }

        return result;
    }

    private static object?[] List(ref Utf8JsonReader reader, ref int budget)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, ref budget));
        return [.. items];
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (!reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            if (reader.TryGetInt64(out long whole))
                return whole;
            return reader.ValueSpan.Length <= MaxDigits
                ? BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                : throw new FormatException($"a number of its JSON has more than {MaxDigits} digits");
        }

        return reader.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new FormatException("a number of its JSON is too large");
    }

    private static void Spend(ref int budget, int cost)
    {
        budget -= cost;
        if (budget < 0)
            throw new FormatException($"its JSON has more than {MaxCost} values");
    }
}
