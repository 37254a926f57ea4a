using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>In which metadata differs.</summary>
internal static class MetadataDifferences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
        new("Infinities are refused as in W&B 0.23; W&B 0.18 keeps them, which is not JSON.",
            vector => IsMade(vector) && VectorNeeds.Cells(Made(vector), "float").Any(IsInfinite),
            vector => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        new("There are 100 top-level keys at the most, as in W&B's later versions.",
            vector => IsMade(vector) && Members(Made(vector)) > 100,
            vector => VectorRewrites.RefuseArtifact(vector, ArtifactCodes.InvalidArtifact)),
        new("In Python 1 and True are one key, in .NET they are two.",
            vector => VectorNeeds.Cells(Made(vector), "dict").Any(HasBoth),
            vector => RewriteValues(vector, (spec, value) => spec is JsonObject cell && HasBoth(cell) ? WithBoth(cell, value) : value)),
        new("An array is a list whatever its length; W&B writes NumPy's text of those over 32 elements and of those of one.",
            vector => VectorNeeds.Cells(Made(vector), "ndarray").Any(IsText),
            vector => RewriteValues(vector, (spec, value) => spec is JsonObject cell && IsArray(cell) && IsText(cell) ? Nested(cell, 0, 0).Node : value)),
        new("A duration is .NET's text, not Python's.",
            vector => VectorNeeds.Cells(Made(vector), "timedelta").Any(),
            vector => RewriteValues(vector, (spec, value) => spec is JsonObject cell && VectorDifferences.Text(cell, "$") == "timedelta"
                ? TimeSpan.FromSeconds(cell["seconds"]!.GetValue<double>()).ToString("c", CultureInfo.InvariantCulture)
                : value)),
    ];

    internal static bool IsInfinite(JsonObject cell) => VectorDifferences.Text(cell, "repr") is "inf" or "-inf";

    private static JsonNode? Made(Vector vector) => vector.Operations[0]?["metadata"];

    private static bool IsMade(Vector vector) => vector.Results[0]?["error"] is null;

    private static int Members(JsonNode? node) => node switch
    {
        JsonObject cell when cell["$"] is not null => Keys(cell).Length,
        JsonObject dict => dict.Count,
        _ => 0,
    };

    private static JsonNode?[] Keys(JsonObject cell) => VectorDifferences.Text(cell, "$") == "dict" ? [.. cell["items"]!.AsArray().Select(pair => pair![0])] : [];

    private static bool IsOne(JsonNode? key) => key?.ToJsonString() == "1";

    private static bool IsTrue(JsonNode? key) => key?.ToJsonString() == "true";

    private static bool HasBoth(JsonObject cell) => Keys(cell) is JsonNode?[] keys && keys.Any(IsOne) && keys.Any(IsTrue);

    // The key 1 keeps its own value, and True gets another.
    private static JsonObject WithBoth(JsonObject cell, JsonNode? value)
    {
        var result = (JsonObject)value!.DeepClone();
        foreach (JsonNode? pair in cell["items"]!.AsArray().Where(pair => IsOne(pair![0]) || IsTrue(pair[0])))
            result[pair![0]!.ToJsonString()] = pair[1]?.DeepClone();
        return result;
    }

    private static bool IsArray(JsonObject cell) => VectorDifferences.Text(cell, "$") == "ndarray";

    private static bool IsText(JsonObject cell)
    {
        int count = cell["shape"]!.AsArray().Aggregate(1, (product, length) => product * length!.GetValue<int>());
        return count is > 32 or 1;
    }

    private static (JsonNode? Node, int Next) Nested(JsonObject cell, int dimension, int at)
    {
        JsonArray shape = cell["shape"]!.AsArray();
        if (dimension == shape.Count)
            return ((cell["data"] is JsonArray data ? data[at] : cell["data"])?.DeepClone(), at + 1);
        var list = new JsonArray();
        for (int i = 0; i < shape[dimension]!.GetValue<int>(); i++)
        {
            (JsonNode? item, at) = Nested(cell, dimension + 1, at);
            list.Add(item);
        }

        return (list, at);
    }

    // Walks the metadata as it was given beside the value that is read of it.
    private static void RewriteValues(Vector vector, Func<JsonNode?, JsonNode?, JsonNode?> rewrite)
    {
        foreach ((int at, JsonNode operation, JsonNode result) in vector.Of("getattr").ToArray())
        {
            if (VectorDifferences.Text(operation, "name") == "metadata" && result.AsObject().ContainsKey("value"))
                VectorRewrites.ReplaceValue(vector, at, Walk(Made(vector), result["value"], rewrite));
        }
    }

    private static JsonNode? Walk(JsonNode? spec, JsonNode? value, Func<JsonNode?, JsonNode?, JsonNode?> rewrite)
    {
        JsonNode? changed = rewrite(spec, value)?.DeepClone();
        return (spec, changed) switch
        {
            (JsonObject given, JsonObject read) when given["$"] is null =>
                new JsonObject(read.Select(pair => KeyValuePair.Create(pair.Key, Walk(given[pair.Key], pair.Value, rewrite)))),
            (JsonArray given, JsonArray read) when given.Count == read.Count =>
                new JsonArray([.. given.Zip(read, (a, b) => Walk(a, b, rewrite))]),
            _ => changed,
        };
    }
}
