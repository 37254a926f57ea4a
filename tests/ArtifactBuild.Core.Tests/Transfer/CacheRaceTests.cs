using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>The cache changes under a download's feet: by a failing disk, by pruning, by others that repair the same object.</summary>
[TestClass]
public class CacheRaceTests
{
    private static readonly byte[] Bytes = Large.Three(13);
    private static readonly byte[] Small = TestContent.Random(14, 5000);

    [TestMethod]
    [DataRow("large.bin")]
    [DataRow("small.bin")]
    public async Task A_damaged_object_is_fetched_again_and_the_others_are_not(string name)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["one"]);
        Large.Flip(side.ObjectPath(TestContent.Sha256(name == "large.bin" ? Bytes : Small)), 4321);
        side.Store.Forget();

        await side.DownloadAsync(registry.Temporary["two"]);

        AssertFiles(registry, "two");
        CollectionAssert.AreEqual(name == "large.bin" ? [0, 1, 2] : (int[])[0], side.Store.FetchedChunks());
        await registry.CloseAsync();
        Assert.AreEqual(3, Audit.Cache(side.Cache));
    }

    /// <summary>Chunks are looked at side by side: one that is right must not hide one that is wrong, in whatever order they end.</summary>
    [TestMethod]
    [DataRow(0)]
    [DataRow(Large.ChunkSize + 1)]
    [DataRow((3 * Large.ChunkSize) - 1)]
    [DataRow(3 * Large.ChunkSize)]
    [DataRow((3 * Large.ChunkSize) + 1)]
    public async Task A_wrong_chunk_is_never_hidden_by_the_right_ones(int at)
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = TestContent.Random(15, (3 * Large.ChunkSize) + 2);
        await registry.LogAsync(("large.bin", bytes));
        Side side = registry.Open();
        string copy = await side.DownloadAsync(registry.Temporary["out"]);
        for (int i = 0; i < 2; i++)
        {
            Large.Flip(Path.Combine(copy, "large.bin"), at);
            await side.DownloadAsync(copy);
            Large.AssertBytes(bytes, Path.Combine(copy, "large.bin"));
            Large.Flip(side.ObjectPath(TestContent.Sha256(bytes)), at);
            Directory.Delete(copy, recursive: true);
            await side.DownloadAsync(copy);
            Large.AssertBytes(bytes, Path.Combine(copy, "large.bin"));
        }

        Audit.Cache(side.Cache);
    }

    /// <summary>What is fetched goes to both places at once; only a twin of it still has to come out of the cache.</summary>
    [TestMethod]
    public async Task Objects_that_vanish_between_the_fill_and_the_copy_are_fetched_again()
    {
        await using WatchedRegistry registry = await LoggedTwinsAsync();
        int filled = 0;
        Side side = registry.OpenWithProgress(new ProgressRecord(value =>
        {
            if (value.Files == value.TotalFiles && Interlocked.Increment(ref filled) == 1)
                Directory.Delete(registry.Temporary["cache/objects"], recursive: true);
        }));

        await side.DownloadAsync(registry.Temporary["out"]);

        AssertFiles(registry, "out");
        Large.AssertBytes(Bytes, registry.Temporary["out/twins/large.bin"]);
        Large.AssertBytes(Small, registry.Temporary["out/twins/small.bin"]);
        CollectionAssert.AreEqual((int[])[0, 0, 0, 0, 1, 1, 2, 2], side.Store.FetchedChunks());
        Assert.AreEqual(2, filled);
    }

    [TestMethod]
    public async Task What_went_to_both_places_at_once_does_not_need_the_cache_any_more()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.OpenWithProgress(new ProgressRecord(value =>
        {
            if (value.Files == value.TotalFiles)
                Directory.Delete(registry.Temporary["cache/objects"], recursive: true);
        }));

        await side.DownloadAsync(registry.Temporary["out"]);

        AssertFiles(registry, "out");
        CollectionAssert.AreEqual((int[])[0, 0, 1, 2], side.Store.FetchedChunks());
    }

    [TestMethod]
    public async Task A_cache_that_loses_everything_again_and_again_is_an_error_and_no_endless_loop()
    {
        await using WatchedRegistry registry = await LoggedTwinsAsync();
        Side side = registry.OpenWithProgress(new ProgressRecord(value =>
        {
            if (value.Files == value.TotalFiles)
                Directory.Delete(registry.Temporary["cache/objects"], recursive: true);
        }));

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => side.DownloadAsync(registry.Temporary["out"]));

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    /// <summary>Builds that share a cache find the same damage at the same time: each mends it, and none takes the manifest for a lie.</summary>
    [TestMethod]
    public async Task Many_who_find_the_same_damage_at_once_all_get_the_right_bytes()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side first = registry.Open();
        await first.DownloadAsync(registry.Temporary["first"]);
        using Artifact artifact = await first.Registry.GetAsync("data");
        Manifest manifest = await artifact.GetManifestAsync();
        Sha256Digest commit = Sha256Digest.Parse(artifact.CommitHash);
        for (int round = 0; round < 6; round++)
        {
            Large.Flip(first.ObjectPath(TestContent.Sha256(Bytes)), 1 + round);
            Large.Flip(first.ObjectPath(TestContent.Sha256(Small)), 1 + round);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
            {
                await using ArtifactRegistry registryOfOther = ArtifactRegistry.Open(
                    registry.Folder, new ArtifactRegistryOptions { CacheDirectory = first.Cache });
                VersionContent content = registryOfOther.Pinned(commit, "data:v0", allowRegistry: true);
                await content.EnsureCachedAsync(manifest.Entries, CancellationToken.None);
            })));
            Large.AssertBytes(Bytes, first.ObjectPath(TestContent.Sha256(Bytes)));
            Large.AssertBytes(Small, first.ObjectPath(TestContent.Sha256(Small)));
        }

        Audit.Cache(first.Cache);
    }

    /// <summary>Whoever asked for verified bytes gets them verified also when somebody else brought them meanwhile.</summary>
    [TestMethod]
    public async Task What_another_process_brought_is_verified()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side first = registry.Open();
        first.Store.Body = (call, body) => call.IsFetch ? AlteredStream.Stuck(body, after: 100) : body;
        using var cancel = new CancellationTokenSource();
        Task<string> stuck = first.DownloadAsync(registry.Temporary["out"], prefix: "large", cancellationToken: cancel.Token);
        await Gate.UntilAsync(() => first.Store.FetchedChunks().Length > 0);
        Side second = registry.Open();
        using Artifact artifact = await second.Registry.GetAsync("data");
        Manifest manifest = await artifact.GetManifestAsync();
        VersionContent content = second.Registry.Pinned(Sha256Digest.Parse(artifact.CommitHash), "data", allowRegistry: true);
        Task waiting = content.EnsureCachedAsync(manifest.Entries, CancellationToken.None);
        // The large content comes first, and is passed over only because somebody else is at it.
        await Gate.UntilAsync(() => second.Store.FetchedChunks(TestContent.Sha256(Small)).Length > 0);
        Assert.IsFalse(waiting.IsCompleted);

        // Somebody who knows nothing of hashes puts something of the right size there.
        byte[] wrong = [.. Bytes];
        wrong[5] ^= 1;
        registry.Temporary.Write(Path.GetRelativePath(registry.Temporary.Root, first.ObjectPath(TestContent.Sha256(Bytes))), wrong);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => stuck);

        await waiting.WaitAsync(TestClock.Patience);
        Large.AssertBytes(Bytes, first.ObjectPath(TestContent.Sha256(Bytes)));
    }

    private static void AssertFiles(WatchedRegistry registry, string folder)
    {
        Large.AssertBytes(Bytes, registry.Temporary[$"{folder}/large.bin"]);
        Large.AssertBytes(Small, registry.Temporary[$"{folder}/small.bin"]);
    }

    private static async Task<WatchedRegistry> LoggedTwinsAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes), ("small.bin", Small), ("twins/large.bin", Bytes), ("twins/small.bin", Small));
        return registry;
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes), ("small.bin", Small));
        return registry;
    }
}
