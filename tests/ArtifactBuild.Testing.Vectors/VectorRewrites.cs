using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>The ways in which a difference changes a vector.</summary>
internal static class VectorRewrites
{
    /// <summary>An operation fails here, and what it added is not there at the end.</summary>
    public static void Refuse(Vector vector, int at, string code, string[]? added = null)
    {
        JsonNode result = vector.Results[at]!;
        JsonNode?[] told = [.. result["entries"] as JsonArray ?? [], .. result["entry"] is JsonNode entry ? [entry] : Array.Empty<JsonNode?>()];
        string[] paths = added ?? (told.Length > 0
            ? [.. told.Select(item => item!["path"]!.GetValue<string>())]
            : PathsOf(vector, vector.Operations[at]!));
        vector.Results[at] = Error(code);
        if (vector.Expected?["manifest"]?["contents"] is not JsonObject contents)
            return;
        foreach (string path in paths.Where(path => !IsAddedByAnother(vector, path)))
        {
            contents.Remove(path);
            (vector.Expected["generated_files"] as JsonObject)?.Remove(path);
        }

        Sum(vector);
    }

    /// <summary>The artifact can't be made, so nothing else happens.</summary>
    public static void RefuseArtifact(Vector vector, string code)
    {
        KeepFirst(vector.Operations, 1);
        KeepFirst(vector.Results, 0);
        vector.Results.Add(Error(code));
        vector.Json.Remove("expected");
    }

    /// <summary>Changes an entry wherever the vector tells it: in results, and in the manifest at the end.</summary>
    public static void ChangeEntry(Vector vector, string path, Action<JsonObject> change)
    {
        foreach (JsonNode? result in vector.Results)
        {
            foreach (JsonNode? entry in (result!["entries"] as JsonArray ?? []).Append(result["entry"]))
            {
                if (entry is JsonObject item && item["path"]?.GetValue<string>() == path)
                    change(item);
            }
        }

        if (vector.Expected?["manifest"]?["contents"]?[path] is JsonObject stored)
            change(stored);
        Sum(vector);
    }

    /// <summary>Changes the text of a generated file, and everything that follows from it.</summary>
    public static void ChangeText(Vector vector, string path, Func<string, string> change)
    {
        JsonNode file = vector.Expected!["generated_files"]![path]!;
        string text = change(file["utf8"]!.GetValue<string>());
        byte[] content = System.Text.Encoding.UTF8.GetBytes(text);
        file["utf8"] = text;
        ChangeEntry(vector, path, entry =>
        {
            entry["size"] = (long)content.Length;
            entry["digest"] = ManifestDigest.OfEntry(content);
        });
    }

    /// <summary>An operation that has no counterpart here is left out.</summary>
    public static void LeaveOut(Vector vector, int at)
    {
        vector.Operations.RemoveAt(at);
        vector.Results.RemoveAt(at);
    }

    public static void ReplaceValue(Vector vector, int operation, JsonNode? value) =>
        vector.Results[operation] = new JsonObject { ["value"] = value };

    // An object has its suffix behind its name.
    private static string[] PathsOf(Vector vector, JsonNode operation)
    {
        if (VectorDifferences.Text(operation, "name") is not string name || vector.Expected?["manifest"]?["contents"] is not JsonObject contents)
            return [];
        bool isObject = VectorDifferences.Text(operation, "op") is "add" or "setitem";
        return isObject ? [.. contents.Select(entry => entry.Key).Where(path => path.StartsWith(name + ".", StringComparison.Ordinal))] : [name];
    }

    private static bool IsAddedByAnother(Vector vector, string path) => vector.Results
        .SelectMany(result => (result!["entries"] as JsonArray ?? []).Append(result["entry"]))
        .Any(entry => entry?["path"]?.GetValue<string>() == path);

    private static void Sum(Vector vector)
    {
        if (vector.Expected?["manifest"] is not JsonObject manifest)
            return;
        JsonObject contents = manifest["contents"]!.AsObject();
        vector.Expected["size"] = contents.Sum(entry => entry.Value!["size"]?.GetValue<long>() ?? 0);
        vector.Expected["entry_count"] = contents.Count;
        vector.Expected["digest"] = ManifestDigest.Of(manifest);
    }

    private static void KeepFirst(JsonArray list, int count)
    {
        while (list.Count > count)
            list.RemoveAt(list.Count - 1);
    }

    private static JsonObject Error(string code) => new() { ["error"] = new JsonObject { ["code"] = code } };
}
