using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.Pins;

/// <summary>How the metadata of a version gets into a lockfile, and when.</summary>
[TestClass]
public sealed class PinnedMetadataTests
{
    [TestMethod]
    public void Metadata_keeps_its_values_and_its_digits()
    {
        JsonObject metadata = JsonNode.Parse("""{ "z": 1.50, "a": [1e-05, null, { "k": "é\"" }], "big": 123456789012345678901234567890 }""")!.AsObject();
        metadata["made here"] = 0.1;

        string json = LockedValue.OfGroup(PinnedMetadata.Of(metadata, "e/p/n:v0")).ToJson();

        Assert.AreEqual("""{ "a": [1e-05, null, { "k": "é\"" }], "big": 123456789012345678901234567890, "made here": 0.1, "z": 1.50 }""", json);
    }

    [TestMethod]
    [DataRow("""{ "a": "\ud800" }""")]
    [DataRow("""{ "\udc00": 1 }""")]
    [DataRow("""{ "a": { "b": ["\ud800x"] } }""")]
    public void Half_a_surrogate_pair_has_a_code(string json)
    {
        var exception = Assert.ThrowsExactly<ArtifactException>(() => PinnedMetadata.Of(JsonNode.Parse(json)!.AsObject(), "e/p/n:v0"));

        Assert.AreEqual("ART2005", exception.Code);
        StringAssert.StartsWith(exception.Message, "The metadata of “e/p/n:v0” can't be pinned: ", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_pin_keeps_what_it_was_made_with_until_an_update()
    {
        using var temporary = new TemporaryDirectory();
        string registry = temporary["registry"];
        await LogAsync(temporary, registry);
        string bare = await RestoreAsync(temporary, registry);
        Assert.DoesNotContain("\"tags\"", bare);
        Assert.DoesNotContain("\"metadata\"", bare);

        await EditAsync(temporary, registry);
        Assert.AreEqual(bare, await RestoreAsync(temporary, registry));
        Assert.AreEqual(bare, await RestoreAsync(temporary, registry, locked: true));

        string updated = await RestoreAsync(temporary, registry, update: true);
        Assert.Contains("      \"tags\": [\"checked\"],\n      \"metadata\": {\n        \"accuracy\": 0.5\n      },\n", updated);
        Assert.AreEqual(updated, await RestoreAsync(temporary, registry, update: true));
    }

    private static async Task LogAsync(TemporaryDirectory temporary, string address)
    {
        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = temporary["logging-cache"] });
        using var draft = new Artifact("net", "model", temporary["logging-cache"]);
        await draft.AddFileAsync(temporary.Write("model.bin", "weights"));
        await registry.LogAsync(draft);
    }

    private static async Task EditAsync(TemporaryDirectory temporary, string address)
    {
        await using var registry = ArtifactRegistry.Open(address, new ArtifactRegistryOptions { CacheDirectory = temporary["logging-cache"] });
        using Artifact logged = await registry.GetAsync("net:latest");
        logged.Metadata = new JsonObject { ["accuracy"] = 0.5 };
        logged.Tags = ["checked"];
        await logged.SaveAsync();
    }

    private static async Task<string> RestoreAsync(TemporaryDirectory temporary, string registry, bool locked = false, bool update = false)
    {
        var settings = new BuildSettings(temporary.MakeFolder("app"), registry, cacheDirectory: temporary["build-cache"]);
        ArtifactReferenceItem reference = ArtifactReferenceItem.Read("net", _ => "", settings);
        string lockfile = temporary["app/artifacts.lock.json"];
        await using var restore = new ArtifactRestore(
            new RestoreRequest(settings, [reference], lockfile, temporary.MakeFolder("obj")) { Locked = locked, Update = update });
        await restore.RunAsync(CancellationToken.None);
        return await File.ReadAllTextAsync(lockfile);
    }
}
