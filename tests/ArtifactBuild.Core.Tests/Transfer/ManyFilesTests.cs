using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Very many tiny files: one request each, and none when nothing is missing.</summary>
[TestClass]
[DoNotParallelize]
public class ManyFilesTests
{
    private const int Count = 20_000;

    [TestMethod]
    public async Task Twenty_thousand_tiny_files_come_and_go()
    {
        await using var registry = new WatchedRegistry();
        for (int i = 0; i < Count; i++)
            registry.Temporary.Write($"source/d{i % 50}/f{i}.txt", $"content {i}");
        Side producer = registry.Open("producer");
        using Artifact draft = new("data", "dataset", registry.Temporary["drafts"]);
        await draft.AddDirectoryAsync(registry.Temporary["source"], policy: StoragePolicy.Immutable);
        LogResult logged = await producer.Registry.LogAsync(draft);
        Assert.AreEqual(Count, logged.UploadedFiles);
        Assert.AreEqual(Count, producer.Store.Calls.Count(call => call.IsBlob));

        Side consumer = registry.Open("consumer");
        await consumer.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual(Count, consumer.Store.FetchedChunks().Length);
        Assert.AreEqual(FolderSnapshot.Of(registry.Temporary["source"]), FolderSnapshot.Of(registry.Temporary["out"]));
        consumer.Store.Forget();
        await consumer.DownloadAsync(registry.Temporary["out"]);
        await consumer.DownloadAsync(registry.Temporary["again"]);
        Assert.IsEmpty(consumer.Store.FetchedChunks());
        Assert.AreEqual(FolderSnapshot.Of(registry.Temporary["source"]), FolderSnapshot.Of(registry.Temporary["again"]));
        await registry.CloseAsync();
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    public async Task Equal_contents_are_sent_and_fetched_once()
    {
        await using var registry = new WatchedRegistry();
        byte[] same = "the same in all"u8.ToArray();
        Side side = registry.Open();
        using Artifact draft = await registry.DraftAsync([.. Enumerable.Range(0, 300).Select(i => ($"{i}.txt", same))]);
        Assert.AreEqual(1, (await side.Registry.LogAsync(draft)).UploadedFiles);
        Assert.AreEqual("put", side.Store.BlobVerbs(TestContent.Sha256(same)));
        side.Store.Forget();

        string folder = await side.DownloadAsync(registry.Temporary["out"]);

        Assert.HasCount(300, Directory.GetFiles(folder));
        Assert.AreEqual("get", side.Store.BlobVerbs(TestContent.Sha256(same)));
    }
}
