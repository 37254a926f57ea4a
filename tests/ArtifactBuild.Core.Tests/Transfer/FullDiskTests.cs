using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Disks that are too small: a coded error, and nothing half-made under a final name.</summary>
[TestClass]
[DoNotParallelize]
public class FullDiskTests
{
    private static readonly byte[] Bytes = Large.Three(11);

    [TestMethod]
    public async Task A_cache_without_space_for_a_large_content_says_so_before_anything_is_fetched()
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 20);
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.OpenAt(Path.Combine(disk.Root, "cache"));

        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.CacheAccess, () => side.DownloadAsync(registry.Temporary["out"]));

        StringAssert.Contains(failure.Message, side.Cache, StringComparison.Ordinal);
        Assert.IsEmpty(side.Store.Calls.Where(call => call is { IsFetch: true, Range: not null }));
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        await registry.CloseAsync();
        Audit.Cache(side.Cache);
        Audit.NoScratch(disk.Root);
        // What could be fetched is all that is on the disk: nothing half-made takes the place that is needed.
        Assert.IsEmpty(side.Partials());
    }

    [TestMethod]
    public async Task A_disk_that_fills_up_in_the_middle_leaves_what_the_next_try_goes_on_with()
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 40);
        await using WatchedRegistry registry = await LoggedAsync();
        string cache = Path.Combine(disk.Root, "cache");
        string filler = Path.Combine(disk.Root, "filler");
        // As a file that grew beyond what was reserved for it, on a file system that reserves nothing.
        string partial = Path.Combine(cache, "partial", TestContent.Sha256(Bytes));
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        File.WriteAllBytes(partial, Bytes[..Large.ChunkSize]);
        File.WriteAllBytes(filler, new byte[10 * Large.MiB]);
        Side first = registry.OpenAt(cache);
        await Codes.AssertThrowsAsync(ArtifactCodes.CacheAccess, () => first.DownloadAsync(registry.Temporary["out"]));
        Audit.Cache(cache);
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        File.Delete(filler);

        Side second = registry.OpenAt(cache);
        await second.DownloadAsync(registry.Temporary["out"]);

        Large.AssertBytes(Bytes, registry.Temporary["out/large.bin"]);
        CollectionAssert.DoesNotContain(second.Store.FetchedChunks(TestContent.Sha256(Bytes)), 0);
        await registry.CloseAsync();
        Audit.Cache(cache);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_folder_without_space_is_left_as_it_was(bool skipCache)
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 20);
        await using WatchedRegistry registry = await LoggedAsync();
        string folder = Path.Combine(disk.Root, "out");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "small.txt"), "what was there before");
        Side side = registry.Open();

        await Codes.AssertThrowsAsync(ArtifactCodes.OutputAccess, () => side.DownloadAsync(folder, skipCache: skipCache));

        Assert.AreEqual("what was there before", File.ReadAllText(Path.Combine(folder, "small.txt")));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder));
        Audit.Cache(side.Cache);
    }

    [TestMethod]
    public async Task A_registry_without_space_for_a_large_content_gets_no_version()
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 20);
        await using var registry = new LocalRegistry(Path.Combine(disk.Root, "registry"));
        string source = registry.Temporary.Write("large.bin", Bytes);
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source, policy: StoragePolicy.Immutable);

        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => registry.Open.LogAsync(draft));

        await registry.Open.DisposeAsync();
        Assert.AreEqual(0, Audit.Registry(registry.Folder));
        Audit.NoScratch(registry.Folder);
    }

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes), ("small.txt", "small"u8.ToArray()));
        return registry;
    }
}
