using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ArtifactBuild.Media.Python;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Types;

/// <summary>Reads types from W&amp;B's JSON.</summary>
internal static class TypeReader
{
    private const int MaxDepth = 200;

    private static readonly ImmutableDictionary<string, DataType> Simple = new[]
    {
        DataType.None, DataType.String, DataType.Number, DataType.Boolean, DataType.Timestamp, DataType.ArtifactVersion,
        DataType.Any, DataType.Unknown, DataType.Invalid,
        new SimpleType("audio-file"), new SimpleType("video-file"), new SimpleType("html-file"), new SimpleType("object3D-file"),
        new SimpleType("bokeh-file"), new SimpleType("molecule-file"), new SimpleType("joined-table"), new SimpleType("partitioned-table"),
    }.ToImmutableDictionary(type => type.Name, StringComparer.Ordinal);

    public static DataType Read(JsonNode json)
    {
        try
        {
            return Read(json, 0);
        }
        catch (Exception e) when (e is InvalidOperationException or OverflowException)
        {
            throw new FormatException($"This is not the JSON of a type: {json.ToJsonString()}", e);
        }
    }

    private static DataType Read(JsonNode? json, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException($"The type nests more than {MaxDepth} levels deep.");
        JsonObject type = json as JsonObject ?? throw new FormatException("A type is not a JSON object.");
        string? name = type["wb_type"]?.GetValue<string>();
        JsonObject parameters = type["params"] as JsonObject ?? [];
        DataType Inner(JsonNode? node) => Read(node, depth + 1);
        return name switch
        {
            "list" => new ListType(Inner(parameters["element_type"]), parameters["length"]?.GetValue<int>()),
            "union" => new UnionType(Required(parameters["allowed_types"]).AsArray().Select(Inner)),
            "typedDict" or "dictionary" => Dict(parameters["type_map"], Inner),
            "pythonObject" or "object" => new PythonObjectType(Required(parameters["class_name"]).GetValue<string>()),
            "const" => Const(parameters),
            "ndarray" => Array(parameters),
            "table" or "wandb.Table" => new TableType(Inner(parameters["column_types"]) as TypedDictType),
            "image-file" or "wandb.Image" => Image(parameters),
            not null when Simple.TryGetValue(name, out DataType? simple) => simple,
            _ => throw new FormatException($"There is no type “{name}”."),
        };
    }

    private static JsonNode Required(JsonNode? node) => node ?? throw new FormatException("A parameter of the type is missing.");

    private static TypedDictType Dict(JsonNode? map, Func<JsonNode?, DataType> read) =>
        new(Required(map).AsObject().Select(pair => KeyValuePair.Create(new MemberName(pair.Key), read(pair.Value))));

    private static ConstType Const(JsonObject parameters)
    {
        object? value = StoredValue.ForInference(parameters["val"]);
        bool isSet = parameters["is_set"]?.GetValue<bool>() ?? false;
        return new ConstType(isSet && value is object?[] items ? new PythonSet(items) : value);
    }

    private static NdArrayType Array(JsonObject parameters) => new(
        Required(parameters["shape"]).AsArray().Select(length => Required(length).GetValue<int>()),
        parameters["serialization_path"]?["path"]?.GetValue<string>(),
        parameters["serialization_path"]?["key"]?.GetValue<string>());

    private static ImageType Image(JsonObject parameters) => new()
    {
        BoxLayers = Layers(Value(parameters, "box_layers")),
        BoxScoreKeys = (Value(parameters, "box_score_keys") as JsonArray ?? [])
            .Select(key => Required(key).GetValue<string>()).ToImmutableSortedSet(StringComparer.Ordinal),
        MaskLayers = Layers(Value(parameters, "mask_layers")),
        ClassMap = (Value(parameters, "class_map") as JsonObject ?? [])
            .ToImmutableSortedDictionary(pair => pair.Key, pair => Required(pair.Value).GetValue<string>(), StringComparer.Ordinal),
    };

    // Newer versions wrap each parameter in a constant, older ones don't.
    private static JsonNode? Value(JsonObject parameters, string name) =>
        parameters[name] is JsonObject { } item && item["wb_type"] is not null ? Required(item["params"])["val"] : parameters[name];

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<int>> Layers(JsonNode? layers) => (layers as JsonObject ?? [])
        .ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => Required(pair.Value).AsArray().Select(id => Required(id).GetValue<int>()).ToImmutableSortedSet(),
            StringComparer.Ordinal);
}
