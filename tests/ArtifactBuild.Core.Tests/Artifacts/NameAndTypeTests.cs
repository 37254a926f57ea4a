using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Artifacts;

/// <summary>What no vector says about an artifact's name, type and metadata.</summary>
[TestClass]
public class NameAndTypeTests
{
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
