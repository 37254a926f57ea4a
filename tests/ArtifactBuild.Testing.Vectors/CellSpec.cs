using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Values;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>The value of .NET that a cell of a vector stands for.</summary>
internal static class CellSpec
{
    /// <summary>The fields of each kind of cell, beside <c>$</c>.</summary>
    public static IReadOnlyDictionary<string, string[]> Fields { get; } = new Dictionary<string, string[]>
    {
        ["float"] = ["repr"],
        ["int"] = ["repr", "value"],
        ["tuple"] = ["items"],
        ["set"] = ["items"],
        ["dict"] = ["items"],
        ["bytes"] = ["base64"],
        ["datetime"] = ["iso"],
        ["date"] = ["iso"],
        ["decimal"] = ["repr"],
        ["ndarray"] = ["dtype", "shape", "data"],
        ["npscalar"] = ["dtype", "value"],
        ["datetime64"] = ["value"],
        ["dataframe"] = ["columns"],
        ["complex"] = ["re", "im"],
        ["timedelta"] = ["seconds"],
        ["path"] = ["path", "value"],
        ["BytesIO"] = ["base64"],
        ["var"] = ["name"],
        ["obj"] = ["spec"],
        ["py"] = ["expr"],
    };

    /// <param name="node">The cell.</param>
    /// <param name="objects">Where variables and objects come from; without it a cell can't have any.</param>
    public static object? Read(JsonNode? node, VectorObjects? objects = null) => node switch
    {
        null => null,
        JsonArray list => list.Select(item => Read(item, objects)).ToArray(),
        JsonObject spec when spec["$"]?.GetValue<string>() is string kind => ReadSpec(kind, spec, objects),
        JsonObject dict => dict.ToDictionary(pair => pair.Key, pair => Read(pair.Value, objects)),
        _ => ReadScalar(node),
    };

    private static object ReadScalar(JsonNode node)
    {
        string text = node.ToJsonString();
        return node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number when text.AsSpan().ContainsAny('.', 'e', 'E') => double.Parse(text, CultureInfo.InvariantCulture),
            JsonValueKind.Number => Integer(text),
            JsonValueKind kind => kind == JsonValueKind.True,
        };
    }

    // Two types of one expression would become one of them.
    private static object Integer(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        return BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }

    private static object? ReadSpec(string kind, JsonObject spec, VectorObjects? objects) => kind switch
    {
        "float" => Float(Text(spec, "repr")),
        "int" => Integer((spec["repr"] ?? spec["value"])?.ToString() ?? throw Lacks(spec, "repr")),
        "tuple" => Tuple(Items(spec, objects)),
        "set" => Items(spec, objects).ToHashSet(),
        "dict" => new PythonDictionary([.. spec["items"]!.AsArray().Select(pair => KeyValuePair.Create(Read(pair![0], objects), Read(pair[1], objects)))]),
        "bytes" => System.Convert.FromBase64String(Text(spec, "base64")),
        "datetime" => Time(Text(spec, "iso")),
        "date" => DateOnly.Parse(Text(spec, "iso"), CultureInfo.InvariantCulture),
        // .NET counts in tenths of microseconds.
        "datetime64" => DateTime.Parse(Text(spec, "value"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "timedelta" => TimeSpan.FromSeconds(spec["seconds"]!.GetValue<double>()),
        "decimal" => decimal.Parse(Text(spec, "repr"), NumberStyles.Float, CultureInfo.InvariantCulture),
        "complex" => new Complex(spec["re"]!.GetValue<double>(), spec["im"]!.GetValue<double>()),
        "ndarray" => ReadArray(spec),
        "npscalar" => Convert(Text(spec, "dtype"), Read(spec["value"])!),
        "path" => new FileInfo((spec["path"] ?? spec["value"])?.GetValue<string>() ?? throw Lacks(spec, "path")),
        "BytesIO" => new MemoryStream(System.Convert.FromBase64String(Text(spec, "base64")), writable: false),
        "dataframe" => new DataFrame([.. spec["columns"]!.AsArray().Select(column => KeyValuePair.Create(Read(column![0], objects), (object?[])Read(column[1], objects)!))]),
        "var" when objects is not null => objects.Variable(Text(spec, "name")),
        "obj" when objects is not null => objects.Make(spec["spec"] ?? throw Lacks(spec, "spec")),
        "py" => PythonExpression.Read(Text(spec, "expr")),
        _ => throw new AssertFailedException($"The cell “{kind}” is not known."),
    };

    private static double Float(string repr) => repr switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(repr, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    // With an offset the time has a zone, without one it has none.
    private static object Time(string iso)
    {
        bool hasZone = iso.Length > "yyyy-MM-dd".Length && iso.AsSpan("yyyy-MM-dd".Length).ContainsAny('+', '-', 'Z');
        if (hasZone)
            return DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture);
        return DateTime.Parse(iso, CultureInfo.InvariantCulture);
    }

    private static object?[] Items(JsonObject spec, VectorObjects? objects) => [.. spec["items"]!.AsArray().Select(item => Read(item, objects))];

    private static object Tuple(object?[] items) => items switch
    {
        [var one] => System.Tuple.Create(one),
        [var one, var two] => (one, two),
        _ => items,
    };

    private static NdArray ReadArray(JsonObject spec)
    {
        int[] shape = [.. spec["shape"]!.AsArray().Select(length => length!.GetValue<int>())];
        object?[] data = spec["data"] is JsonArray list ? [.. Flat(list)] : [Read(spec["data"])];
        return Text(spec, "dtype") switch
        {
            "bool" or "bool_" => Make<bool>(data, shape),
            "int8" => Make<sbyte>(data, shape),
            "int16" => Make<short>(data, shape),
            "int32" => Make<int>(data, shape),
            "int64" => Make<long>(data, shape),
            "uint8" => Make<byte>(data, shape),
            "uint16" => Make<ushort>(data, shape),
            "uint32" => Make<uint>(data, shape),
            "uint64" => Make<ulong>(data, shape),
            "float16" => Make<Half>(data, shape),
            "float32" => Make<float>(data, shape),
            "float64" => Make<double>(data, shape),
            string dtype => throw new AssertFailedException($"The array of {dtype} is not known."),
        };
    }

    private static IEnumerable<object?> Flat(JsonArray list) => list.SelectMany(item => item is JsonArray below ? Flat(below) : [Read(item)]);

    private static NdArray Make<T>(object?[] data, int[] shape)
        where T : unmanaged
    {
        T[] items = [.. data.Select(item => (T)Element(typeof(T), item!))];
        return shape.Length == 0 ? NdArray.Scalar(items[0]) : NdArray.Create<T>(items, shape);
    }

    private static object Element(Type type, object item) => type == typeof(Half)
        ? (Half)System.Convert.ToDouble(item, CultureInfo.InvariantCulture)
        : System.Convert.ChangeType(item is BigInteger large ? (ulong)large : item, type, CultureInfo.InvariantCulture);

    private static object Convert(string dtype, object value) => dtype switch
    {
        "bool" or "bool_" => value,
        "int8" => Element(typeof(sbyte), value),
        "int16" => Element(typeof(short), value),
        "int32" => Element(typeof(int), value),
        "int64" => Element(typeof(long), value),
        "uint8" => Element(typeof(byte), value),
        "uint16" => Element(typeof(ushort), value),
        "uint32" => Element(typeof(uint), value),
        "uint64" => Element(typeof(ulong), value),
        "float16" => Element(typeof(Half), value),
        "float32" => Element(typeof(float), value),
        "float64" => Element(typeof(double), value),
        "str_" => (string)value,
        _ => throw new AssertFailedException($"The number {dtype} is not known."),
    };

    private static string Text(JsonObject spec, string name) => spec[name]?.GetValue<string>() ?? throw Lacks(spec, name);

    private static AssertFailedException Lacks(JsonObject spec, string name) => new($"The cell {spec.ToJsonString()} has no “{name}”.");
}

/// <summary>A data frame: columns with their cells.</summary>
internal sealed record DataFrame(IReadOnlyList<KeyValuePair<object?, object?[]>> Columns);
