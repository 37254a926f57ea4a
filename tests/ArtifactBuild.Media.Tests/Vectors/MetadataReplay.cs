using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Fixtures;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>Replays a vector about an artifact's metadata.</summary>
internal static class MetadataReplay
{
    public static void Run(Vector vector)
    {
        using var draft = new DraftArtifact("n", "t");
        for (int i = 0; i < vector.Operations.Count; i++)
        {
            JsonNode operation = vector.Operations[i]!;
            JsonNode expected = vector.Results[i]!;
            switch (operation["op"]!.GetValue<string>())
            {
                case "new_artifact" or "setattr":
                    // After a failed construction there is no artifact to ask.
                    if (!Set(draft.Artifact, operation["metadata"] ?? operation["value"], expected["error"]) && i == 0)
                        return;
                    break;
                case "getattr":
                    JsonObject actual = draft.Artifact.Metadata;
                    Assert.IsTrue(JsonNode.DeepEquals(expected["value"], actual), $"expected {expected["value"]?.ToJsonString()}\nactual {actual.ToJsonString()}");
                    break;
            }
        }

        Assert.AreEqual(vector.Expected["digest"]!.GetValue<string>(), draft.Artifact.Digest);
    }

    private static bool Set(Artifact artifact, JsonNode? spec, JsonNode? error)
    {
        object? value = CellSpec.Read(spec);
        try
        {
            // The compiler refuses metadata that is no object, which is a TypeError in Python.
            JsonNode? json = value is KeyValuePair<object?, object?>[] pairs ? MetadataValue.ToObject(pairs) : MetadataValue.ToJson(value);
            if (spec is null || json is JsonObject)
                artifact.Metadata = json as JsonObject ?? [];
            else
                Assert.AreEqual("TypeError", error?["type"]?.GetValue<string>());
        }
        catch (ArtifactException e) when (error is not null)
        {
            Assert.AreEqual(ArtifactCodes.InvalidArtifact, e.Code, e.ToString());
            return false;
        }

        Assert.AreEqual(error is null, spec is null || value is KeyValuePair<object?, object?>[] or Dictionary<string, object?>);
        return error is null;
    }
}
