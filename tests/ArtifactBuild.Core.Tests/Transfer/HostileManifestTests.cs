using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Manifests that somebody wrote into a registry by hand, each named by its true SHA-256.</summary>
[TestClass]
public class HostileManifestTests
{
    [TestMethod]
    [DataRow("../x")]
    [DataRow("a/../../x")]
    [DataRow("..")]
    [DataRow("/abs")]
    [DataRow("//net/x")]
    [DataRow("a\0b")]
    [DataRow("a\nb")]
    [DataRow("CON")]
    [DataRow("sub/nul.txt")]
    [DataRow("C:x")]
    [DataRow("C:/x")]
    [DataRow("a\\..\\x")]
    [DataRow("")]
    [DataRow(".")]
    [DataRow("a//b")]
    [DataRow("./a")]
    [DataRow("a/")]
    [DataRow("a.")]
    [DataRow("a ")]
    public async Task A_path_that_is_not_safe_is_refused(string path)
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("good");
        registry.Publish($"{{{HostileRegistry.Entry("good.txt", "good")},{HostileRegistry.Entry(path, "good")}}}");
        await registry.AssertRefusedAsync(ArtifactCodes.UnsafePath, "good");
    }

    [TestMethod]
    [DataRow("a.txt", "A.txt")]
    [DataRow("dir/a", "DIR/a")]
    [DataRow("a", "a/b")]
    [DataRow("A", "a/b")]
    [DataRow("a/b/c", "a/B")]
    public async Task Paths_that_can_not_lie_side_by_side_are_refused(string one, string other)
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("good");
        registry.Publish($"{{{HostileRegistry.Entry(one, "good")},{HostileRegistry.Entry(other, "good")}}}");
        await registry.AssertRefusedAsync(ArtifactCodes.PathClash, "good");
    }

    [TestMethod]
    [DataRow("\"size\":1", DisplayName = "no digest at all")]
    [DataRow("\"digest\":\"x\",\"size\":4", DisplayName = "no sha256")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"zz\"},\"size\":4", DisplayName = "sha256 not hex")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"../../../../../../../../../../../../../../../../../../../../etc/x\"},\"size\":4", DisplayName = "sha256 a path")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":null},\"size\":4", DisplayName = "sha256 null")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":{\"a\":1}},\"size\":4", DisplayName = "sha256 an object")]
    [DataRow("\"digest\":\"x\",\"extra\":7,\"size\":4", DisplayName = "extra a number")]
    [DataRow("\"digest\":\"\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":4", DisplayName = "digest empty")]
    [DataRow("\"digest\":5,\"extra\":{\"sha256\":\"{SHA}\"},\"size\":4", DisplayName = "digest a number")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"}", DisplayName = "no size")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":-1", DisplayName = "size negative")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":1e3", DisplayName = "size with an exponent")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":\"4\"", DisplayName = "size a text")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":99999999999999999999", DisplayName = "size too large")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":9223372036854775807", DisplayName = "size without chunks")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\",\"sha256Chunks\":[\"{SHA}\"]},\"size\":9223372036854775807", DisplayName = "chunks too few")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\",\"sha256Chunks\":[\"{SHA}\",\"{SHA}\"]},\"size\":4", DisplayName = "chunks too many")]
    [DataRow("\"digest\":\"x\",\"extra\":{\"sha256\":\"{SHA}\",\"sha256Chunks\":\"{SHA}\"},\"size\":4", DisplayName = "chunks a text")]
    [DataRow("\"digest\":\"\\ud800\",\"extra\":{\"sha256\":\"{SHA}\"},\"size\":4", DisplayName = "half a surrogate pair")]
    public async Task An_entry_that_is_malformed_is_refused(string properties)
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("good");
        string entry = properties.Replace("{SHA}", TestContent.Sha256("good"), StringComparison.Ordinal);
        registry.Publish($"{{{HostileRegistry.Entry("good.txt", "good")},\"bad.txt\":{{{entry}}}}}");
        await registry.AssertRefusedAsync(ArtifactCodes.ManifestMalformed, "good");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"version\":2,\"contents\":{}}")]
    [DataRow("{\"version\":1,\"storagePolicy\":\"other\",\"contents\":{}}")]
    [DataRow("{\"version\":1,\"contents\":[]}")]
    [DataRow("{\"version\":1,\"contents\":{},\"contents\":{}}")]
    [DataRow("{\"version\":1,\"contents\":{}} x")]
    [DataRow("{\"version\":1,\"contents\":{}")]
    [DataRow("{\"version\":1,\"contents\":{\"a\":[]}}")]
    [DataRow("{\"version\":1,\"contents\":{\"a\":{\"digest\":\"x\",\"ref\":\"ref://x\"},\"a\":{\"digest\":\"x\",\"ref\":\"ref://x\"}}}")]
    public async Task A_text_that_is_no_manifest_is_refused(string manifest)
    {
        await using var registry = new HostileRegistry();
        registry.PublishManifest(manifest);
        await registry.AssertRefusedAsync(ArtifactCodes.ManifestMalformed);
    }

    [TestMethod]
    [DataRow("contents")]
    [DataRow("unknown")]
    [DataRow("storagePolicyConfig")]
    public async Task A_nesting_bomb_is_refused(string property)
    {
        await using var registry = new HostileRegistry();
        string bomb = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);
        registry.PublishManifest($"{{\"version\":1,\"{property}\":{bomb}}}");
        await registry.AssertRefusedAsync(ArtifactCodes.ManifestMalformed);
    }

    [TestMethod]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await using var registry = new HostileRegistry();
        registry.PublishManifest([.. "{\"version\":1,\"contents\":{\""u8, 0xff, 0xfe, .. "\":{\"digest\":\"x\"}}}"u8]);
        await registry.AssertRefusedAsync(ArtifactCodes.ManifestMalformed);
    }

    [TestMethod]
    public async Task A_manifest_that_is_not_what_its_name_says_is_refused()
    {
        await using var registry = new HostileRegistry();
        registry.PublishBlob("good");
        registry.Publish($"{{{HostileRegistry.Entry("good.txt", "good")}}}");
        string manifest = Directory.GetFiles(Path.Combine(registry.Local.Folder, "manifests"), "*", SearchOption.AllDirectories).Single();
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("good.txt", "evil.txt", StringComparison.Ordinal));
        await registry.AssertRefusedAsync(ArtifactCodes.DigestMismatch, "good");
    }

    [TestMethod]
    public async Task Sizes_whose_sum_does_not_fit_do_no_harm()
    {
        await using var registry = new HostileRegistry();
        registry.Publish("""{"a":{"digest":"x","ref":"ref://x","size":9223372036854775807},"b":{"digest":"x","ref":"ref://x","size":9223372036854775807}}""");
        await registry.AssertRefusedAsync(ArtifactCodes.ManifestMalformed);
    }
}
