using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>What a vector uses, by its content: objects, methods of objects, and stores.</summary>
internal static class VectorNeeds
{
    private static readonly string[] Stores = ["s3", "gcs", "azure"];

    /// <summary>Why a vector can't run yet: the kinds of objects, and their methods, that are not built. It shrinks as they are.</summary>
    public static IReadOnlyList<string> NotBuilt(Vector vector)
    {
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (JsonObject spec in Specs(vector.Json["input"]))
        {
            string name = Text(spec, "class") ?? "";
            if (!VectorObjects.Classes.Contains(name))
                continue;
            if (!VectorObjects.Built.Contains(name))
                reasons.Add($"media kind {name} is not built yet");
            foreach ((string method, _, _) in VectorObjects.Steps(spec))
            {
                if (VectorObjects.MethodsNotBuilt.Contains((name, method)))
                    reasons.Add($"{name}.{method} is not built yet");
            }
        }

        return [.. reasons];
    }

    /// <summary>Whether objects are made or added.</summary>
    public static bool HasObjects(Vector vector) => vector.Operations.Any(operation => Text(operation, "op") is "make" or "add" or "setitem");

    /// <summary>The stores that are referred to: <c>s3</c>, <c>gcs</c>, <c>azure</c>.</summary>
    public static IReadOnlyList<string> StoresOf(Vector vector)
    {
        string[] uris = [.. vector.Operations.Select(operation => StoreOf(Text(operation, "uri") ?? "") ?? "")];
        return [.. Stores.Where(store => uris.Contains(store) || vector.Json["input"]![store] is not null)];
    }

    /// <summary>The store of a URI: <c>s3</c>, <c>gcs</c> or <c>azure</c>; nothing when it leads to none.</summary>
    public static string? StoreOf(string uri)
    {
        if (uri.StartsWith("s3://", StringComparison.Ordinal))
            return "s3";
        if (uri.StartsWith("gs://", StringComparison.Ordinal))
            return "gcs";
        return Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) && parsed.Scheme == "https"
            && parsed.Host.EndsWith(".blob.core.windows.net", StringComparison.OrdinalIgnoreCase) ? "azure" : null;
    }

    /// <summary>The descriptions of objects, also of those in the cells of others.</summary>
    public static IEnumerable<JsonObject> Specs(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(pair => pair.Key == "spec" && pair.Value is JsonObject spec ? Specs(spec).Prepend(spec) : Specs(pair.Value)),
        JsonArray list => list.SelectMany(Specs),
        _ => [],
    };

    /// <summary>The cells of a kind.</summary>
    public static IEnumerable<JsonObject> Cells(JsonNode? node, string kind) => node switch
    {
        JsonObject item => item.SelectMany(pair => Cells(pair.Value, kind)).Concat(Text(item, "$") == kind ? [item] : []),
        JsonArray list => list.SelectMany(item => Cells(item, kind)),
        _ => [],
    };

    private static string? Text(JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
