using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>References to files: their bytes stay where they are and are verified when they are loaded.</summary>
[TestClass]
public class FileReferenceTests
{
    [TestMethod]
    public async Task A_reference_is_loaded_from_where_it_points_to()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);

        string folder = await logged.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual("refer", File.ReadAllText(Path.Combine(folder, "referred.txt")));
        Assert.AreEqual("own", File.ReadAllText(Path.Combine(folder, "own.txt")));
        Assert.IsFalse(File.Exists(registry.BlobPath(TestContent.Sha256("refer"))), "no bytes are stored");
    }

    [TestMethod]
    public async Task A_reference_whose_content_changed_is_refused_and_its_bytes_do_not_appear()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        registry.Temporary.Write("source.txt", "other");

        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => logged.DownloadAsync(registry.Temporary["out"], allowMissingReferences: true));

        StringAssert.Contains(failure.Message, "“referred.txt”", StringComparison.Ordinal);
        Assert.IsFalse(File.Exists(registry.Temporary["out/referred.txt"]));
    }

    [TestMethod]
    public async Task A_reference_to_nothing_is_refused()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        File.Delete(registry.Temporary["source.txt"]);
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => logged.DownloadAsync(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task A_reference_to_nothing_may_be_left_out()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = await LogAsync(registry);
        File.Delete(registry.Temporary["source.txt"]);

        await logged.DownloadAsync(registry.Temporary["out"], allowMissingReferences: true);

        CollectionAssert.AreEqual(new[] { registry.Temporary["out/own.txt"] }, Directory.GetFiles(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task A_scheme_that_nobody_reads_may_be_left_out_too()
    {
        await using var registry = new LocalRegistry();
        using Artifact draft = registry.NewDraft();
        await draft.AddReferenceAsync("ref://x", "pointer");
        await registry.Open.LogAsync(draft);

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => draft.DownloadAsync(registry.Temporary["out"]));
        await draft.DownloadAsync(registry.Temporary["out"], allowMissingReferences: true);
        Assert.IsFalse(File.Exists(registry.Temporary["out/pointer"]));
    }

    [TestMethod]
    [DataRow("no-scheme")]
    [DataRow("/abs/path")]
    [DataRow("file:///definitely/not/there")]
    [DataRow("ref://x")]
    public async Task A_reference_that_can_not_be_added_is_refused(string uri)
    {
        await using var registry = new LocalRegistry();
        using Artifact draft = registry.NewDraft();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync(uri));
        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task More_files_than_allowed_are_refused_and_none_is_added()
    {
        await using var registry = new LocalRegistry();
        registry.Temporary.Write("d/1", "1");
        registry.Temporary.Write("d/e/2", "2");
        using Artifact draft = registry.NewDraft();
        string uri = "file://" + registry.Temporary["d"];
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync(uri, maxObjects: 1));
        Assert.AreEqual(0, draft.Manifest.Count);
        Assert.HasCount(2, await draft.AddReferenceAsync(uri, maxObjects: 2));
    }

    private static async Task<Artifact> LogAsync(LocalRegistry registry)
    {
        string source = registry.Temporary.Write("source.txt", "refer");
        Artifact draft = registry.NewDraft();
        await LocalRegistry.AddTextAsync(draft, "own.txt", "own");
        await draft.AddReferenceAsync("file://" + source, "referred.txt");
        await registry.Open.LogAsync(draft);
        return draft;
    }
}
