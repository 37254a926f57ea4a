using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>What a right vector becomes when one thing that it tells is wrong: a player that reads everything refuses each.</summary>
internal static class WrongVectors
{
    /// <summary>Runs each, and asserts that it fails with its name in the message.</summary>
    public static async Task AssertFailAsync(MadeUpVector right, Func<Vector, Task<IVectorStores>>? openStores = null)
    {
        foreach ((string what, Vector wrong) in Of(right.Read("made/wrong")))
        {
            try
            {
                await VectorRun.RunAsync(wrong, openStores);
            }
            catch (AssertFailedException e)
            {
                Assert.Contains("made/wrong", e.Message);
                continue;
            }

            Assert.Fail($"It holds although {what}.");
        }
    }

    private static IEnumerable<(string What, Vector Wrong)> Of(Vector right)
    {
        for (int i = 0; i < right.Results.Count; i++)
        {
            foreach (string wrong in WrongResults(right.Results[i]!.AsObject()))
            {
                Vector vector = Copy(right);
                vector.Results[i] = JsonNode.Parse(wrong);
                yield return ($"the result of operation {i} is {wrong}", vector);
            }
        }

        if (right.Expected is not JsonObject)
            yield break;
        foreach (string name in new[] { "digest", "size", "entry_count" })
        {
            Vector vector = Copy(right);
            vector.Expected![name] = name == "digest" ? "0" : 4711;
            yield return ($"expected.{name} is another one", vector);
        }

        Vector another = Copy(right);
        another.Expected!["manifest"]!["contents"]!["another.txt"] = new JsonObject { ["digest"] = "0", ["size"] = 0L };
        another.Expected["entry_count"] = right.Expected["entry_count"]!.GetValue<int>() + 1;
        another.Expected["digest"] = ManifestDigest.Of(another.Expected["manifest"]!.AsObject());
        yield return ("expected.manifest has one entry more", another);
        foreach ((string path, _) in right.Expected["generated_files"] as JsonObject ?? [])
        {
            Vector vector = Copy(right);
            vector.Expected!["generated_files"]![path] = new JsonObject { ["utf8"] = "another text" };
            yield return ($"the generated file {path} has another text", vector);
        }
    }

    private static Vector Copy(Vector vector) => vector with { Json = vector.Json.DeepClone().AsObject() };

    private static IEnumerable<string> WrongResults(JsonObject result)
    {
        if (result["error"] is not null)
        {
            yield return """{ "ok": true }""";
            yield return """{ "error": { "type": "MemoryError", "bases": [], "message": "" } }""";
            yield break;
        }

        yield return """{ "error": { "type": "ValueError", "bases": [], "message": "" } }""";
        if (result.ContainsKey("value"))
            yield return """{ "value": "another value" }""";
        foreach (string field in result["entry"] is JsonObject entry ? entry.Select(pair => pair.Key).ToArray() : [])
        {
            JsonObject wrong = result.DeepClone().AsObject();
            wrong["entry"]![field] = field is "size" ? 4711 : field is "extra" ? new JsonObject { ["another"] = 1 } : field is "skip_cache" ? false : "another";
            yield return wrong.ToJsonString();
        }

        if (result["entries"] is JsonArray)
            yield return """{ "entries": [ { "path": "another", "digest": "0" } ] }""";
    }
}
