using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Which requests a log makes for the contents of files: as few as are needed, each counted.</summary>
[TestClass]
public class UploadTests
{
    private static readonly byte[] Small = TestContent.Random(50, 256 * 1024);
    private static readonly byte[] Large = TestContent.Random(51, (256 * 1024) + 1);

    [TestMethod]
    public async Task A_small_content_costs_one_request_and_a_large_one_a_question_more()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open();

        LogResult result = await LogAsync(registry, side, ("small.bin", Small), ("large.bin", Large), ("empty.bin", []));

        Assert.AreEqual("put", side.Store.BlobVerbs(TestContent.Sha256(Small)));
        Assert.AreEqual("put", side.Store.BlobVerbs(TestContent.Sha256("")));
        Assert.AreEqual("head put", side.Store.BlobVerbs(TestContent.Sha256(Large)));
        Assert.AreEqual((3, (long)Small.Length + Large.Length), (result.UploadedFiles, result.UploadedBytes));
    }

    [TestMethod]
    public async Task What_the_newest_version_has_is_not_asked_for()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("small.bin", Small), ("large.bin", Large));
        Side side = registry.Open();

        LogResult result = await LogAsync(registry, side, ("renamed.bin", Large), ("small.bin", Small), ("new.txt", "new"u8.ToArray()));

        Assert.IsTrue(result.IsNewVersion);
        Assert.AreEqual((1, 3L), (result.UploadedFiles, result.UploadedBytes));
        Assert.AreEqual("put", string.Join(' ', side.Store.Calls.Where(call => call.IsBlob).Select(call => call.Verb)));
    }

    [TestMethod]
    public async Task An_unchanged_artifact_sends_nothing_at_all()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("small.bin", Small), ("large.bin", Large));
        Side side = registry.Open();

        LogResult result = await LogAsync(registry, side, ("small.bin", Small), ("large.bin", Large));

        Assert.IsFalse(result.IsNewVersion);
        Assert.AreEqual((0, 0L), (result.UploadedFiles, result.UploadedBytes));
        Assert.AreEqual("", string.Join(' ', side.Store.Calls.Where(call => call.Verb != "get")));
        Assert.IsEmpty(side.Store.Calls.Where(call => call.Key.StartsWith("manifests/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task What_an_older_version_has_is_not_sent()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("small.bin", Small), ("large.bin", Large));
        await registry.LogAsync(("other.txt", "other"u8.ToArray()));
        Side side = registry.Open();

        LogResult result = await LogAsync(registry, side, ("small.bin", Small), ("large.bin", Large));

        Assert.AreEqual((true, 0, 0L), (result.IsNewVersion, result.UploadedFiles, result.UploadedBytes));
        Assert.AreEqual("put head", side.Store.BlobVerbs(TestContent.Sha256(Small)));
        Assert.AreEqual("head", side.Store.BlobVerbs(TestContent.Sha256(Large)));
    }

    [TestMethod]
    public async Task What_is_there_and_old_is_made_young_so_that_no_collection_takes_it()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("small.bin", Small), ("large.bin", Large));
        await registry.LogAsync(("other.txt", "other"u8.ToArray()));
        string[] blobs = [registry.BlobPath(TestContent.Sha256(Small)), registry.BlobPath(TestContent.Sha256(Large))];
        foreach (string blob in blobs)
            File.SetLastWriteTimeUtc(blob, DateTime.UtcNow.AddHours(-2));
        Side side = registry.Open();

        await LogAsync(registry, side, ("small.bin", Small), ("large.bin", Large));

        Assert.AreEqual("put head touch", side.Store.BlobVerbs(TestContent.Sha256(Small)));
        Assert.AreEqual("head touch", side.Store.BlobVerbs(TestContent.Sha256(Large)));
        foreach (string blob in blobs)
            Assert.IsGreaterThan(DateTime.UtcNow.AddMinutes(-10), File.GetLastWriteTimeUtc(blob));
    }

    [TestMethod]
    public async Task What_a_collection_takes_between_the_question_and_the_touch_is_sent_again()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Large));
        await registry.LogAsync(("other.txt", "other"u8.ToArray()));
        string blob = registry.BlobPath(TestContent.Sha256(Large));
        File.SetLastWriteTimeUtc(blob, DateTime.UtcNow.AddHours(-2));
        Side side = registry.Open();
        side.Store.Before = (call, _) =>
        {
            if (call is { IsBlob: true, Verb: "touch" })
                File.Delete(blob);
            return Task.CompletedTask;
        };

        LogResult result = await LogAsync(registry, side, ("large.bin", Large));

        Assert.AreEqual("head touch head put", side.Store.BlobVerbs(TestContent.Sha256(Large)));
        Assert.AreEqual(1, result.UploadedFiles);
        await AssertRestoresAsync(registry);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public async Task What_vanishes_between_a_lost_write_and_the_question_is_sent_again(int times)
    {
        await using var registry = new WatchedRegistry();
        string sha = TestContent.Sha256(Small);
        Side side = registry.Open();
        int lost = 0;
        side.Store.AfterPut = (call, stored) =>
        {
            if (!call.IsBlob || ++lost > times)
                return Task.FromResult(stored);
            // Somebody else's was there a moment ago, and a collection took it.
            File.Delete(registry.BlobPath(sha));
            return Task.FromResult<ObjectInfo?>(null);
        };

        LogResult result = await LogAsync(registry, side, ("small.bin", Small));

        Assert.AreEqual(string.Join(' ', Enumerable.Repeat("put head", times).Append("put")), side.Store.BlobVerbs(sha));
        Assert.AreEqual(1, result.UploadedFiles);
        await AssertRestoresAsync(registry);
    }

    [TestMethod]
    public async Task A_blob_of_another_size_is_reported_and_there_is_no_version()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Large));
        await registry.LogAsync(("other.txt", "other"u8.ToArray()));
        using (FileStream blob = File.OpenWrite(registry.BlobPath(TestContent.Sha256(Large))))
            blob.SetLength(7);
        Side side = registry.Open();

        await Codes.AssertThrowsAsync(ArtifactCodes.SizeMismatch, () => LogAsync(registry, side, ("large.bin", Large)));

        using Artifact newest = await registry.Open().Registry.GetAsync("data");
        Assert.AreEqual("v1", newest.Version);
    }

    [TestMethod]
    public async Task A_file_that_changed_since_it_was_added_is_not_stored()
    {
        await using var registry = new WatchedRegistry();
        byte[] large = Support.Large.Three(52);
        string source = registry.Temporary.Write("live.bin", large);
        using var draft = new Artifact("data", "dataset", registry.Temporary["drafts"]);
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);
        Support.Large.Flip(source, Support.Large.ChunkSize + 9);
        Side side = registry.Open();

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceChanged, () => side.Registry.LogAsync(draft));

        await registry.CloseAsync();
        Assert.AreEqual(0, Audit.Registry(registry.Folder));
        Assert.IsFalse(File.Exists(registry.BlobPath(TestContent.Sha256(large))));
        Audit.NoScratch(registry.Folder);
    }

    private static async Task<LogResult> LogAsync(WatchedRegistry registry, Side side, params (string Path, byte[] Bytes)[] files)
    {
        using Artifact draft = await registry.DraftAsync(files);
        return await side.Registry.LogAsync(draft);
    }

    private static async Task AssertRestoresAsync(WatchedRegistry registry)
    {
        string folder = await registry.Open("fresh").DownloadAsync(registry.Temporary["out"]);
        using Artifact artifact = await registry.Open().Registry.GetAsync("data");
        (await artifact.VerifyAsync(folder)).EnsureValid();
    }
}
