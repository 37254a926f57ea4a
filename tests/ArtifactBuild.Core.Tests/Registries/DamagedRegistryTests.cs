using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Registries;

/// <summary>A registry's own objects are hostile input: each is read right or refused with its code.</summary>
[TestClass]
public class DamagedRegistryTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"format":"1"}""")]
    [DataRow("""{"format":1}""")]
    [DataRow("""{"format":1,"type":null,"createdAt":"2026-01-01T00:00:00Z","next":0,"aliases":{},"versions":[]}""")]
    [DataRow("""{"format":1,"type":"dataset","createdAt":"2026-01-01T00:00:00Z","next":0,"aliases":null,"versions":[]}""")]
    [DataRow("""{"format":1,"type":"dataset","createdAt":"2026-01-01T00:00:00Z","next":0,"aliases":{},"versions":null}""")]
    [DataRow("""{"format":1,"type":"dataset","createdAt":"2026-01-01T00:00:00Z","next":1,"aliases":{},"versions":[null]}""")]
    [DataRow("{\"format\":1,\"type\":\"\xff\"}")]
    public async Task A_head_that_is_none_is_malformed(string head)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        File.WriteAllText(registry.HeadPath("data"), head);
        await AssertRefusedAsync(registry, ArtifactCodes.RegistryMalformed);
    }

    [TestMethod]
    [DataRow("number", "-1")]
    [DataRow("number", "null")]
    [DataRow("id", "null")]
    [DataRow("id", "\"\"")]
    [DataRow("id", "\"../../x\"")]
    [DataRow("manifest", "null")]
    [DataRow("manifest", "\"../../x\"")]
    [DataRow("manifest", "\"ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789\"")]
    [DataRow("digest", "null")]
    [DataRow("size", "-5")]
    [DataRow("size", "1e99")]
    public async Task A_head_with_a_wrong_version_is_malformed(string property, string value)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        Edit(registry.HeadPath("data"), head => head["versions"]![0]![property] = JsonNode.Parse(value));
        await AssertRefusedAsync(registry, ArtifactCodes.RegistryMalformed);
    }

    [TestMethod]
    public async Task A_head_whose_next_number_is_taken_is_malformed()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        Edit(registry.HeadPath("data"), head => head["next"] = 0);
        await AssertRefusedAsync(registry, ArtifactCodes.RegistryMalformed);
    }

    [TestMethod]
    public async Task A_head_of_a_newer_format_asks_for_an_update()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        Edit(registry.HeadPath("data"), head =>
        {
            head["format"] = 2;
            head["versions"] = "quite another shape";
        });
        await AssertRefusedAsync(registry, ArtifactCodes.RegistryNewer);
    }

    [TestMethod]
    public async Task A_registry_of_a_newer_format_is_not_written_to()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        File.WriteAllText(Path.Combine(registry.Folder, "registry.json"), """{"format":2}""");
        string before = FolderSnapshot.Of(registry.Folder);

        await Codes.AssertThrowsAsync(ArtifactCodes.RegistryNewer, () => registry.LogAsync("data", [], ("a.txt", "b")));

        Assert.AreEqual(before, FolderSnapshot.Of(registry.Folder));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("""{"format":1,"tags":null}""")]
    [DataRow("""{"format":1,"tags":[],"metadata":[]}""")]
    [DataRow("""{"format":1,"tags":[],"metadata":{"a":1,"a":2}}""")]
    public async Task A_record_that_is_none_is_malformed(string record)
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        File.WriteAllText(RecordPath(registry), record);
        await Codes.AssertThrowsAsync(ArtifactCodes.RegistryMalformed, () => registry.Open.GetAsync("data"));
    }

    [TestMethod]
    public async Task A_missing_record_manifest_or_blob_is_named()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "a"))).Artifact;
        File.Delete(registry.BlobPath(TestContent.Sha256("a")));
        Artifact fetched = await registry.Open.GetAsync("data");
        ArtifactException noBlob = await Codes.AssertThrowsAsync(
            ArtifactCodes.ObjectMissing, () => fetched.DownloadAsync(registry.Temporary["out"]));
        StringAssert.Contains(noBlob.Message, "“a.txt”", StringComparison.Ordinal);

        File.Delete(registry.ManifestPath(logged.CommitHash));
        Directory.Delete(registry.Cache, recursive: true);
        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, async () => await (await registry.Open.GetAsync("data")).GetManifestAsync());

        File.Delete(RecordPath(registry));
        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, () => registry.Open.GetAsync("data"));
    }

    private static string RecordPath(LocalRegistry registry) =>
        Directory.GetFiles(Path.Combine(registry.Folder, "versions")).Single();

    private static async Task AssertRefusedAsync(LocalRegistry registry, string code)
    {
        string before = FolderSnapshot.Of(registry.Folder);
        await Codes.AssertThrowsAsync(code, () => registry.Open.GetAsync("data"));
        await Codes.AssertThrowsAsync(code, () => registry.LogAsync("data", [], ("a.txt", "b")));
        Assert.AreEqual(before, FolderSnapshot.Of(registry.Folder));
    }

    private static void Edit(string path, Action<JsonNode> edit)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllBytes(path))!;
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
