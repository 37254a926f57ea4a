using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Cache;
using ArtifactBuild.Model;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Pins;

/// <summary>What a lockfile pins, and what a build uses, stays when the cache is pruned.</summary>
[TestClass]
public sealed class LockfileContentsTests
{
    [TestMethod]
    public async Task A_lockfile_keeps_what_it_pins_whether_it_lists_it_or_not()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"), ("left-out", "x"));
        await registry.LogAsync("b", [], ("b", "b"), ("c.txt", "c"));
        await registry.LogAsync("d", [], ("d", "d"));
        BuildProject app = new BuildProject(registry).Refer("a").Refer("b", ("Accessors", "false"), ("Files", "*.txt")).Refer("d");
        await app.RestoreAsync();
        app.References.RemoveAt(2);
        await app.UpdateAsync();
        // Also what belongs to no reference any more.
        using var cache = new ArtifactCache(app.Cache);
        CachePruneResult result = cache.Prune(new CachePruneOptions { Keep = await LockfileContents.ReadAsync([app.LockFile], cache) });
        Assert.AreEqual((2, 5), (result.RemovedObjects, result.KeptObjects));

        Directory.Move(registry.Folder, registry.Folder + ".away");
        RestoreResult again = await app.RestoreAsync();
        Assert.IsFalse(again.UpToDate);
        Assert.AreEqual(0, again.DownloadedFiles);
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task A_lockfile_keeps_what_age_and_size_would_remove()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"));
        BuildProject app = new BuildProject(registry).Refer("a");
        await app.RestoreAsync();
        using var cache = new ArtifactCache(app.Cache);
        IReadOnlySet<Sha256Digest> keep = await LockfileContents.ReadAsync([app.LockFile], cache);
        Assert.AreEqual(0, cache.Prune(new CachePruneOptions { Keep = keep, MaxSize = 0, OlderThan = TimeSpan.Zero }).RemovedObjects);
        Assert.AreEqual(2, cache.Prune(new CachePruneOptions { MaxSize = 0 }).RemovedObjects);
    }

    [TestMethod]
    public async Task A_build_that_reads_nothing_uses_its_objects_all_the_same()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"));
        BuildProject app = new BuildProject(registry).Refer("a");
        RestoreResult restored = await app.RestoreAsync();
        string uses = Directory.GetFiles(Path.Combine(app.Cache, "uses")).Single();
        DateTime old = DateTime.UtcNow.AddDays(-100);
        File.SetLastWriteTimeUtc(uses, old);
        File.SetLastAccessTimeUtc(restored.Files[0].Source, old);
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);

        using var cache = new ArtifactCache(app.Cache);
        Assert.AreEqual(0, cache.Prune(new CachePruneOptions { OlderThan = TimeSpan.FromDays(50) }).RemovedObjects);
        Assert.AreEqual(2, cache.Prune(new CachePruneOptions { OlderThan = TimeSpan.FromDays(50), Now = DateTime.UtcNow.AddDays(60) }).RemovedObjects);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(app.Cache, "uses")));
    }
}
