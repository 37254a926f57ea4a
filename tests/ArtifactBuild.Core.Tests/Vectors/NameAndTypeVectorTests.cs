using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>Which names and types an artifact may have.</summary>
[TestClass]
public class NameAndTypeVectorTests
{
    // W&B 0.18.0 lets these through; later versions, and we, do not.
    private static readonly Dictionary<string, string> RefusedByUs = new()
    {
        ["name_06"] = "A newline at the end is no letter.",
        ["name_14"] = "128 characters at the most, since W&B 0.19.11.",
        ["name_15"] = "128 characters at the most, since W&B 0.19.11.",
    };

    public static IEnumerable<TestDataRow<string>> Rows => Vector.Ids(Vector.Root, "validation")
        .Where(id => id.StartsWith("name_", StringComparison.Ordinal) || id.StartsWith("type_", StringComparison.Ordinal))
        .Select(id => new TestDataRow<string>(id) { DisplayName = id });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void A_name_or_type_is_allowed_as_the_vector_says(string id)
    {
        using var temporary = new TemporaryDirectory();
        var vector = Vector.Read(Vector.Root, "validation", id);
        JsonNode operation = vector.Operations.Single()!;
        string name = operation["name"]!.GetValue<string>();
        string type = operation["type"]!.GetValue<string>();
        if (vector.Results[0]!["ok"] is null || RefusedByUs.ContainsKey(id))
        {
            Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => new Artifact(name, type, temporary["cache"]));
            return;
        }

        using var artifact = new Artifact(name, type, temporary["cache"]);
        Assert.AreEqual(name, artifact.Name);
        Assert.AreEqual(type, artifact.Type);
    }

    [TestMethod]
    [DataRow("run-1", "run_table")]
    [DataRow("source-x", "code")]
    [DataRow("x", "job")]
    public void Types_that_are_reserved_at_head_are_refused(string name, string type) =>
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => new Artifact(name, type));

    [TestMethod]
    public void A_name_may_have_128_characters()
    {
        using var temporary = new TemporaryDirectory();
        using var artifact = new Artifact(new string('x', 128), "dataset", temporary["cache"]);
        Assert.AreEqual(128, artifact.Name.Length);
    }

    [TestMethod]
    public void Metadata_has_a_hundred_keys_at_the_top_and_is_copied()
    {
        using var temporary = new TemporaryDirectory();
        using var artifact = new Artifact("x", "dataset", temporary["cache"]);
        var metadata = new JsonObject(Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)i)));
        artifact.Metadata = metadata;
        metadata["k100"] = 1;
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => artifact.Metadata = metadata);
        artifact.Metadata["stray"] = 1;
        Assert.HasCount(100, artifact.Metadata);
        Assert.IsFalse(artifact.Metadata.ContainsKey("stray"));
    }
}
