using ArtifactBuild.Content;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Contents over 32 MiB come chunk by chunk, and each is verified on its own.</summary>
[TestClass]
public class LargeFileTests
{
    [TestMethod]
    public async Task Chunks_come_side_by_side_and_each_once()
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = TestContent.Random(3, 100 * Large.MiB);
        await registry.LogAsync(("large.bin", bytes));
        Side side = registry.Open();
        var all = new Gate();
        int open = 0;
        // Nobody gets a byte before all seven have asked.
        side.Store.Before = async (call, token) =>
        {
            if (!call.IsFetch)
                return;
            if (Interlocked.Increment(ref open) == 7)
                all.Open();
            await all.WaitAsync(token);
        };

        await side.DownloadAsync(registry.Temporary["out"]);

        Large.AssertBytes(bytes, registry.Temporary["out/large.bin"]);
        ByteRange[] asked = [.. side.Store.Calls.Where(call => call.IsFetch).Select(call => call.Range!.Value).OrderBy(range => range.Offset)];
        ByteRange[] expected = [.. Enumerable.Range(0, 7)
            .Select(i => new ByteRange(i * Large.ChunkSize, i < 6 ? Large.ChunkSize : bytes.Length - (6 * Large.ChunkSize)))];
        CollectionAssert.AreEqual(expected, asked);
        Assert.IsEmpty(side.Partials());
        Assert.AreEqual(2, Audit.Cache(side.Cache), "the manifest and the content");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_flipped_bit_of_a_blob_is_refused_and_nothing_is_left(bool skipCache)
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three();
        string sha = TestContent.Sha256(bytes);
        await registry.LogAsync(("good.bin", Large.Three(2)), ("large.bin", bytes));
        Large.Flip(registry.BlobPath(sha), Large.ChunkSize + 5);
        Side side = registry.Open();

        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => side.DownloadAsync(registry.Temporary["out"], skipCache: skipCache));

        StringAssert.Contains(failure.Message, "“large.bin”", StringComparison.Ordinal);
        string key = $"blobs/sha256/{sha[..2]}/{sha[2..]}";
        // It might have been damaged on the way, so it is asked for again, but not for ever.
        Assert.AreEqual(3, side.Store.Calls.Count(call => call.Key == key && call.Chunk == 1));
        await AssertNothingLeftAsync(registry, side, sha);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(-Large.ChunkSize)]
    [DataRow(+1)]
    public async Task A_blob_of_another_size_is_refused_and_nothing_is_left(int difference)
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three();
        string sha = TestContent.Sha256(bytes);
        await registry.LogAsync(("large.bin", bytes));
        using (FileStream blob = File.OpenWrite(registry.BlobPath(sha)))
            blob.SetLength(bytes.Length + difference);
        Side side = registry.Open();

        await Codes.AssertThrowsAsync(ArtifactCodes.SizeMismatch, () => side.DownloadAsync(registry.Temporary["out"]));

        await AssertNothingLeftAsync(registry, side, sha);
    }

    [TestMethod]
    public async Task A_store_that_promises_more_than_it_gives_is_refused_and_nothing_is_left()
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three();
        await registry.LogAsync(("large.bin", bytes));
        Side side = registry.Open();
        side.Store.Body = (call, body) => call is { IsFetch: true, Chunk: 1 } ? AlteredStream.Short(body, 1000) : body;

        await Codes.AssertThrowsAsync(ArtifactCodes.SizeMismatch, () => side.DownloadAsync(registry.Temporary["out"]));

        await AssertNothingLeftAsync(registry, side, TestContent.Sha256(bytes));
    }

    [TestMethod]
    public async Task A_blob_that_is_gone_is_refused_and_nothing_is_left()
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three();
        await registry.LogAsync(("large.bin", bytes));
        File.Delete(registry.BlobPath(TestContent.Sha256(bytes)));
        Side side = registry.Open();

        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, () => side.DownloadAsync(registry.Temporary["out"]));

        await AssertNothingLeftAsync(registry, side, TestContent.Sha256(bytes));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public async Task A_chunk_that_was_damaged_on_the_way_is_fetched_again(int times)
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three();
        await registry.LogAsync(("large.bin", bytes));
        Side side = registry.Open();
        int damaged = 0;
        side.Store.Body = (call, body) => call is { IsFetch: true, Chunk: 2 } && Interlocked.Increment(ref damaged) <= times
            ? AlteredStream.Flipped(body, 99)
            : body;

        await side.DownloadAsync(registry.Temporary["out"]);

        Large.AssertBytes(bytes, registry.Temporary["out/large.bin"]);
        CollectionAssert.AreEqual((int[])[0, 1, .. Enumerable.Repeat(2, times + 1)], side.Store.FetchedChunks());
        Audit.Cache(side.Cache);
    }

    [TestMethod]
    public async Task A_small_content_that_was_damaged_on_the_way_is_fetched_again()
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = TestContent.Random(5, 3 * Large.MiB);
        await registry.LogAsync(("small.bin", bytes));
        Side side = registry.Open();
        int asked = 0;
        side.Store.Body = (call, body) => call.IsFetch && Interlocked.Increment(ref asked) == 1 ? AlteredStream.Flipped(body, 2_000_000) : body;

        await side.DownloadAsync(registry.Temporary["out"]);

        Large.AssertBytes(bytes, registry.Temporary["out/small.bin"]);
        Assert.AreEqual(2, asked);
    }

    internal static async Task AssertNothingLeftAsync(WatchedRegistry registry, Side side, string sha256)
    {
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]), "the folder");
        Assert.IsFalse(File.Exists(side.ObjectPath(sha256)), "the object");
        Assert.IsEmpty(side.Partials().Where(path => Path.GetFileName(path).StartsWith(sha256, StringComparison.Ordinal)));
        await registry.CloseAsync();
        Audit.Cache(side.Cache);
        Audit.NoScratch(registry.Temporary.Root);
    }
}
