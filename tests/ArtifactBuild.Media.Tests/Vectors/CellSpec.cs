using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>The value of .NET that a cell of a vector stands for. Both projects that read vectors compile this file.</summary>
internal static class CellSpec
{
    // Python's text of a type or of short notation.
    private static readonly Dictionary<string, object?> Python = new()
    {
        ["int"] = typeof(int),
        ["float"] = typeof(double),
        ["str"] = typeof(string),
        ["bool"] = typeof(bool),
        ["None"] = null,
        ["list"] = typeof(List<object>),
        ["dict"] = typeof(Dictionary<string, object>),
        ["set"] = typeof(HashSet<object>),
        ["object"] = typeof(object),
        ["object()"] = new object(),
        ["[]"] = Array.Empty<object>(),
        ["[int]"] = new object[] { typeof(int) },
        ["[int, str]"] = new object[] { typeof(int), typeof(string) },
        ["[[int, str]]"] = new object[] { new object[] { typeof(int), typeof(string) } },
        ["{'a': int}"] = new Dictionary<string, object> { ["a"] = typeof(int) },
        ["5"] = 5,
        ["'x'"] = "x",
        ["{1, 2}"] = new HashSet<int> { 1, 2 },
        ["[1]"] = new object[] { 1 },
    };

    public static object? OfPython(string text) =>
        Python.TryGetValue(text, out object? value) ? value : throw new NotSupportedException($"Python's {text} is not known here.");

    public static object? Read(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => list.Select(Read).ToArray(),
        JsonObject spec when spec["$"]?.GetValue<string>() is string kind => ReadSpec(kind, spec),
        JsonObject dict => dict.ToDictionary(pair => pair.Key, pair => Read(pair.Value)),
        _ => ReadScalar(node),
    };

    private static object ReadScalar(JsonNode node)
    {
        string text = node.ToJsonString();
        return node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number when text.AsSpan().ContainsAny('.', 'e', 'E') => double.Parse(text, CultureInfo.InvariantCulture),
            JsonValueKind.Number when long.TryParse(text, CultureInfo.InvariantCulture, out long number) => number,
            JsonValueKind.Number => BigInteger.Parse(text, CultureInfo.InvariantCulture),
            JsonValueKind kind => kind == JsonValueKind.True,
        };
    }

    private static object? ReadSpec(string kind, JsonObject spec) => kind switch
    {
        "float" => spec["repr"]!.GetValue<string>() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            _ => double.NegativeInfinity,
        },
        "tuple" => Tuple(Items(spec)),
        "set" => Items(spec).ToHashSet(),
        "dict" => spec["items"]!.AsArray().Select(pair => KeyValuePair.Create(Read(pair![0]), Read(pair[1]))).ToArray(),
        "bytes" => System.Convert.FromBase64String(spec["base64"]!.GetValue<string>()),
        "datetime" => Time(spec["iso"]!.GetValue<string>()),
        "date" => DateOnly.Parse(spec["iso"]!.GetValue<string>(), CultureInfo.InvariantCulture),
        // .NET counts in tenths of microseconds.
        "datetime64" => DateTime.Parse(spec["value"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "timedelta" => TimeSpan.FromSeconds(spec["seconds"]!.GetValue<double>()),
        "decimal" => decimal.Parse(spec["repr"]!.GetValue<string>(), CultureInfo.InvariantCulture),
        "complex" => new Complex(spec["re"]!.GetValue<double>(), spec["im"]!.GetValue<double>()),
        "ndarray" => ReadArray(spec),
        "npscalar" => Convert(spec["dtype"]!.GetValue<string>(), Read(spec["value"])!),
        "py" => OfPython(spec["expr"]!.GetValue<string>()),
        _ => throw new NotSupportedException($"The cell “{kind}” is not built yet."),
    };

    // With an offset the time has a zone, without one it has none.
    private static object Time(string iso) => iso.AsSpan("yyyy-MM-dd".Length).ContainsAny('+', '-', 'Z')
        ? DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture)
        : DateTime.Parse(iso, CultureInfo.InvariantCulture);

    private static object?[] Items(JsonObject spec) => [.. spec["items"]!.AsArray().Select(Read)];

    private static object Tuple(object?[] items) => items switch
    {
        [var one] => System.Tuple.Create(one),
        [var one, var two] => (one, two),
        _ => items,
    };

    private static NdArray ReadArray(JsonObject spec)
    {
        int[] shape = [.. spec["shape"]!.AsArray().Select(length => length!.GetValue<int>())];
        object?[] data = spec["data"] is JsonArray list ? [.. list.Select(Read)] : [Read(spec["data"])];
        return spec["dtype"]!.GetValue<string>() switch
        {
            "int64" => Make<long>(data, shape),
            "uint8" => Make<byte>(data, shape),
            "float32" => Make<float>(data, shape),
            "float64" => Make<double>(data, shape),
            string dtype => throw new NotSupportedException($"The array of {dtype} is not built yet."),
        };
    }

    private static NdArray Make<T>(object?[] data, int[] shape)
        where T : unmanaged
    {
        T[] items = [.. data.Select(item => (T)System.Convert.ChangeType(item!, typeof(T), CultureInfo.InvariantCulture))];
        return shape.Length == 0 ? NdArray.Scalar(items[0]) : NdArray.Create<T>(items, shape);
    }

    private static object Convert(string dtype, object value) => dtype switch
    {
        "bool_" => value,
        "int8" => (sbyte)(long)value,
        "int64" => value,
        "float16" => (Half)System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        "float32" => System.Convert.ToSingle(value, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"The number {dtype} is not built yet."),
    };
}
