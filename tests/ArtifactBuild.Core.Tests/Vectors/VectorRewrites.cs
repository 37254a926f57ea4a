using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The ways in which a difference changes a vector.</summary>
internal static class VectorRewrites
{
    /// <summary>Entries of these names are refused, and are not there at the end.</summary>
    public static void RefusePaths(Vector vector, params string[] names)
    {
        for (int i = 0; i < vector.Operations.Count; i++)
        {
            if (vector.Operations[i]!["name"]?.GetValue<string>() is string name && names.Contains(name))
                vector.Results[i] = Error(ArtifactCodes.UnsafePath);
        }

        JsonObject expected = vector.Expected!;
        JsonObject contents = expected["manifest"]!["contents"]!.AsObject();
        foreach (string name in names)
            Assert.IsTrue(contents.Remove(name), $"The vector does not add “{name}” any more.");
        expected["size"] = contents.Sum(entry => entry.Value!["size"]!.GetValue<long>());
        expected["entry_count"] = contents.Count;
        expected["digest"] = ManifestDigest.Of(expected["manifest"]!.AsObject());
    }

    /// <summary>References to such URIs can't be added, and are not there at the end.</summary>
    public static void RefuseUris(Vector vector, Func<string, bool> isRefused)
    {
        JsonObject expected = vector.Expected!;
        JsonObject contents = expected["manifest"]!["contents"]!.AsObject();
        for (int i = 0; i < vector.Operations.Count; i++)
        {
            if (vector.Operations[i]!["uri"]?.GetValue<string>() is not string uri || !isRefused(uri))
                continue;
            foreach (JsonNode? entry in vector.Results[i]!["entries"]!.AsArray())
                Assert.IsTrue(contents.Remove(entry!["path"]!.GetValue<string>()));
            vector.Results[i] = Error(ArtifactCodes.InvalidReference);
        }

        expected["size"] = contents.Sum(entry => entry.Value!["size"]?.GetValue<long>() ?? 0);
        expected["entry_count"] = contents.Count;
        expected["digest"] = ManifestDigest.Of(expected["manifest"]!.AsObject());
    }

    /// <summary>The artifact can't be made, so nothing else happens.</summary>
    public static void RefuseArtifact(Vector vector, string code)
    {
        KeepFirst(vector.Operations, 1);
        KeepFirst(vector.Results, 0);
        vector.Results.Add(Error(code));
        vector.Json.Remove("expected");
    }

    public static void ReplaceReferences(Vector vector, string from, string to)
    {
        foreach (JsonNode? entry in EntriesOf(vector))
            entry!["ref"] = entry["ref"]!.GetValue<string>().Replace(from, to, StringComparison.Ordinal);
    }

    public static void ReplaceDigest(Vector vector, string path, string digest)
    {
        vector.Expected!["manifest"]!["contents"]![path]!["digest"] = digest;
        foreach (JsonNode? entry in EntriesOf(vector))
            entry!["digest"] = digest;
        vector.Expected["digest"] = ManifestDigest.Of(vector.Expected["manifest"]!.AsObject());
    }

    public static void ReplaceValue(Vector vector, int operation, string json) =>
        vector.Results[operation] = new JsonObject { ["value"] = JsonNode.Parse(json) };

    private static void KeepFirst(JsonArray list, int count)
    {
        while (list.Count > count)
            list.RemoveAt(list.Count - 1);
    }

    private static JsonObject Error(string code) => new() { ["error"] = new JsonObject { ["code"] = code } };

    private static JsonNode?[] EntriesOf(Vector vector) => [.. vector.Results
        .SelectMany(result => result!["entries"]?.AsArray() ?? [])
        .Concat(vector.Expected!["manifest"]!["contents"]!.AsObject().Select(entry => entry.Value))];
}
