using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>What a download that did not come to its end has fetched is not fetched again, if it is right.</summary>
[TestClass]
public class ResumeTests
{
    private static readonly byte[] Bytes = TestContent.Random(6, (4 * Large.ChunkSize) + 77);
    private static readonly string Sha = TestContent.Sha256(Bytes);

    [TestMethod]
    public async Task Only_the_missing_chunks_are_fetched()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        string partial = await BreakOffAsync(registry, missing: [1, 4]);

        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual((int[])[1, 4], side.Store.FetchedChunks());
        await AssertWholeAsync(registry, side, partial);
    }

    [TestMethod]
    public async Task A_damaged_chunk_is_fetched_again()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        string partial = await BreakOffAsync(registry, missing: [4]);
        Large.Flip(partial, (2 * Large.ChunkSize) + 1);

        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual((int[])[2, 4], side.Store.FetchedChunks());
        await AssertWholeAsync(registry, side, partial);
    }

    [TestMethod]
    [DataRow(0, new[] { 0, 1, 2, 3, 4 })]
    [DataRow(Large.ChunkSize + 1, new[] { 1, 2, 3, 4 })]
    [DataRow(9 * Large.ChunkSize, new[] { 3 })]
    public async Task A_partial_file_of_another_length_does_no_harm(int length, int[] fetched)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        string partial = await BreakOffAsync(registry, missing: [3]);
        using (FileStream file = File.OpenWrite(partial))
            file.SetLength(length);

        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual(fetched, side.Store.FetchedChunks());
        await AssertWholeAsync(registry, side, partial);
    }

    [TestMethod]
    public async Task A_partial_file_that_is_whole_needs_no_request()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Directory.CreateDirectory(registry.Temporary["cache/partial"]);
        string partial = registry.Temporary[$"cache/partial/{Sha}"];
        File.WriteAllBytes(partial, Bytes);

        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);

        Assert.IsEmpty(side.Store.FetchedChunks());
        await AssertWholeAsync(registry, side, partial);
    }

    /// <summary>A process may die between making a whole file read-only and giving it its name.</summary>
    [TestMethod]
    [DoNotParallelize]
    public async Task A_partial_file_that_is_read_only_already_does_not_stand_in_the_way_for_ever()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Directory.CreateDirectory(registry.Temporary["cache/partial"]);
        string partial = registry.Temporary[$"cache/partial/{Sha}"];
        File.WriteAllBytes(partial, Bytes);
        await Unprivileged.SetModeAsync("a+rwX", registry.Temporary.Root);
        await Unprivileged.SetModeAsync("a-w", partial);

        ProgramResult result = await Unprivileged.CliAsync(
            "download", "data", "--output", registry.Temporary["out"], "--registry", registry.Folder, "--cache", registry.Temporary["cache"]);

        Assert.AreEqual(0, result.ExitCode, result.Error);
        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        Assert.IsFalse(File.Exists(partial));
    }

    [TestMethod]
    public async Task A_lost_connection_leaves_what_has_landed_for_the_next_try()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side first = registry.Open();
        first.Store.Before = async (call, _) =>
        {
            if (call is not { IsFetch: true, Chunk: 4 })
                return;
            await Gate.UntilAsync(() => RightChunks(first) == 4);
            throw new ArtifactException(ArtifactCodes.StoreUnavailable, "The network is gone.");
        };
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreUnavailable, () => first.DownloadAsync(registry.Temporary["out"]));

        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);

        CollectionAssert.AreEqual((int[])[4], side.Store.FetchedChunks());
        await AssertWholeAsync(registry, side, registry.Temporary[$"cache/partial/{Sha}"]);
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes));
        return registry;
    }

    /// <summary>Cancels a download when all chunks but some have landed.</summary>
    /// <returns>The partial file.</returns>
    private static async Task<string> BreakOffAsync(WatchedRegistry registry, int[] missing)
    {
        Side side = registry.Open();
        using var cancel = new CancellationTokenSource();
        side.Store.Before = (call, token) => call.IsFetch && missing.Contains(call.Chunk) ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        Task<string> download = side.DownloadAsync(registry.Temporary["out"], cancellationToken: cancel.Token);
        await Gate.UntilAsync(() => RightChunks(side) == 5 - missing.Length);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        return side.Partials().Single();
    }

    private static int RightChunks(Side side)
    {
        if (side.Partials().FirstOrDefault(path => Path.GetFileName(path) == Sha) is not string path)
            return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[Bytes.Length];
        file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return Enumerable.Range(0, 5).Count(i =>
        {
            int start = i * ContentDigests.ChunkSize;
            int end = Math.Min(Bytes.Length, start + ContentDigests.ChunkSize);
            return content.AsSpan(start..end).SequenceEqual(Bytes.AsSpan(start..end));
        });
    }

    private static async Task AssertWholeAsync(WatchedRegistry registry, Side side, string partial)
    {
        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        Assert.IsFalse(File.Exists(partial));
        Assert.IsEmpty(side.Partials());
        await registry.CloseAsync();
        Audit.Cache(side.Cache);
        Audit.NoScratch(registry.Temporary.Root);
    }
}
