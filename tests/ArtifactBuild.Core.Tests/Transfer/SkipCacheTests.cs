using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Downloads past the cache, and downloads to a folder that has the files already.</summary>
[TestClass]
public class SkipCacheTests
{
    private static readonly byte[] Bytes = Large.Three(12);

    [TestMethod]
    public async Task The_bytes_are_written_once_and_the_cache_gets_none()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();

        await side.DownloadAsync(registry.Temporary["out"], skipCache: true);

        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        Assert.AreEqual("small", File.ReadAllText(registry.Temporary["out/sub/small.txt"]));
        CollectionAssert.AreEqual((int[])[0, 0, 1, 2], side.Store.FetchedChunks());
        await registry.CloseAsync();
        Assert.AreEqual(1, Audit.Cache(side.Cache), "the manifest alone");
        Assert.IsEmpty(side.Partials());
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    public async Task What_the_cache_has_is_not_taken_from_it()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["one"]);
        side.Store.Forget();

        await side.DownloadAsync(registry.Temporary["two"], skipCache: true);

        CollectionAssert.AreEqual((int[])[0, 0, 1, 2], side.Store.FetchedChunks());
        Large.AssertBytes(Bytes, registry.Temporary["two/large.bin"]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task What_is_right_is_neither_written_nor_fetched_again(bool skipCache)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        await registry.Open().DownloadAsync(registry.Temporary["out"]);
        using var large = new UntouchedFile(registry.Temporary["out/large.bin"]);
        using var small = new UntouchedFile(registry.Temporary["out/sub/small.txt"]);
        Side side = registry.Open(cache: "another");

        await side.DownloadAsync(registry.Temporary["out"], skipCache: skipCache);

        Assert.IsEmpty(side.Store.FetchedChunks());
        large.AssertUntouched();
        small.AssertUntouched();
    }

    [TestMethod]
    public async Task A_checkout_writes_nothing_that_is_right_already()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        using Artifact artifact = await side.Registry.GetAsync("data");
        await artifact.CheckoutAsync(registry.Temporary["out"]);
        using var large = new UntouchedFile(registry.Temporary["out/large.bin"]);
        using var small = new UntouchedFile(registry.Temporary["out/sub/small.txt"]);
        registry.Temporary.Write("out/stranger.txt", "goes");
        side.Store.Forget();

        await artifact.CheckoutAsync(registry.Temporary["out"]);

        Assert.IsEmpty(side.Store.FetchedChunks());
        Assert.IsFalse(File.Exists(registry.Temporary["out/stranger.txt"]));
        large.AssertUntouched();
        small.AssertUntouched();
    }

    [TestMethod]
    public async Task Of_a_large_file_that_is_wrong_in_one_byte_a_new_one_takes_the_place()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        await side.DownloadAsync(registry.Temporary["out"]);
        Large.Flip(registry.Temporary["out/large.bin"], Bytes.Length - 1);
        using FileStream old = File.OpenRead(registry.Temporary["out/large.bin"]);
        side.Store.Forget();

        await side.DownloadAsync(registry.Temporary["out"]);

        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        Assert.IsEmpty(side.Store.FetchedChunks(), "the cache had it");
        old.Position = Bytes.Length - 1;
        Assert.AreNotEqual(Bytes[^1], (byte)old.ReadByte(), "whoever reads the old file goes on reading it");
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes), ("sub/small.txt", "small"u8.ToArray()));
        return registry;
    }

    // A file that was replaced is another one than the one that was opened before, whatever its time says.
    private sealed class UntouchedFile : IDisposable
    {
        private static readonly DateTime Past = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

        private readonly FileStream _held;

        public UntouchedFile(string path)
        {
            File.SetLastWriteTimeUtc(path, Past);
            _held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        public void AssertUntouched()
        {
            long length = _held.Length;
            Assert.AreEqual(Past, File.GetLastWriteTimeUtc(_held.Name));
            File.AppendAllText(_held.Name, "!");
            Assert.AreEqual(length + 1, _held.Length);
        }

        public void Dispose() => _held.Dispose();
    }
}
