using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Cache;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Core.Tests.Cache;

[TestClass]
public sealed class PruneTests
{
    private static readonly DateTime Now = new(2030, 1, 31, 0, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task By_age_what_nobody_used_goes(bool dryRun)
    {
        using var temporary = new TemporaryDirectory();
        using var cache = new ArtifactCache(temporary["cache"]);
        string old = await AddAsync(cache, "old", Now.AddDays(-31));
        string young = await AddAsync(cache, "young", Now.AddDays(-29));

        CachePruneResult result = cache.Prune(new CachePruneOptions { OlderThan = TimeSpan.FromDays(30), DryRun = dryRun, Now = Now });

        Assert.AreEqual(new CachePruneResult(1, 3, 1, 5), result);
        Assert.AreEqual(dryRun, File.Exists(old));
        Assert.IsTrue(File.Exists(young));
    }

    [TestMethod]
    public async Task By_size_the_least_recently_used_go_first()
    {
        using var temporary = new TemporaryDirectory();
        using var cache = new ArtifactCache(temporary["cache"]);
        string second = await AddAsync(cache, "bb", Now.AddDays(-2));
        string first = await AddAsync(cache, "aaa", Now.AddDays(-3));
        string third = await AddAsync(cache, "c", Now.AddDays(-1));

        Assert.AreEqual(new CachePruneResult(1, 3, 2, 3), cache.Prune(new CachePruneOptions { MaxSize = 4, Now = Now }));
        Assert.AreSequenceEqual([false, true, true], new[] { first, second, third }.Select(File.Exists).ToArray());
        Assert.AreEqual(2, cache.Prune(new CachePruneOptions { MaxSize = 0, Now = Now }).RemovedObjects);
    }

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

    [TestMethod]
    public async Task What_is_half_made_and_what_has_another_name_stays()
    {
        using var temporary = new TemporaryDirectory();
        using var cache = new ArtifactCache(temporary["cache"]);
        await AddAsync(cache, "old", Now.AddDays(-31));
        string partial = temporary.Write($"cache/partial/{new string('a', 64)}", "half");
        string stranger = temporary.Write("cache/objects/sha256/ab/readme.txt", "text");
        using (PartialLock? held = PartialLock.TryTake(partial + ".lock"))
        {
            Assert.IsNotNull(held);
            Assert.AreEqual(1, cache.Prune(new CachePruneOptions { MaxSize = 0, Now = Now }).RemovedObjects);
        }

        Assert.IsTrue(File.Exists(partial));
        Assert.IsTrue(File.Exists(stranger));
    }

    [TestMethod]
    public void Without_a_measure_nothing_is_pruned()
    {
        using var temporary = new TemporaryDirectory();
        using var cache = new ArtifactCache(temporary["cache"]);
        Codes.AssertThrows(ArtifactCodes.InvalidOption, () => cache.Prune(new CachePruneOptions()));
        Assert.AreEqual(new CachePruneResult(0, 0, 0, 0), cache.Prune(new CachePruneOptions { MaxSize = 0 }));
        Assert.IsFalse(Directory.Exists(temporary["cache"]));
    }

    [TestMethod]
    public async Task The_command_line_prunes()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"));
        BuildProject app = new BuildProject(registry).Refer("a");
        await app.RestoreAsync();
        using (var cache = new ArtifactCache(app.Cache))
            await AddAsync(cache, "alone", DateTime.UtcNow);

        string globs = Path.Combine(registry.Temporary.Root, "**", "artifacts.lock.json");
        ProgramResult dry = await RunAsync(app, "--keep-lockfiles", globs, "--dry-run");
        Assert.StartsWith($"Would remove 1 object (5 bytes) from {app.Cache}; 2 objects (", dry.Output);
        Assert.StartsWith("Removed 1 object (5 bytes)", (await RunAsync(app, "--keep-lockfiles", globs)).Output);
        Assert.StartsWith("Removed 0 objects", (await RunAsync(app, "--older-than", "30d")).Output);
        Assert.StartsWith("Removed 2 objects", (await RunAsync(app, "--max-size", "0.5B")).Output);
        foreach (string[] wrong in new string[][] { [], ["--older-than", "soon"], ["--max-size", "-1GB"], ["--keep-lockfiles", "none/*.json"] })
        {
            ProgramResult failed = await RunAsync(app, wrong);
            Assert.AreEqual(1, failed.ExitCode);
            Assert.StartsWith("error ART1004: ", failed.Error);
        }
    }

    private static Task<ProgramResult> RunAsync(BuildProject app, params string[] arguments) =>
        StartedProgram.RunAsync(BuildPaths.Cli, ["cache", "prune", "--cache", app.Cache, .. arguments]);

    private static async Task<string> AddAsync(ArtifactCache cache, string text, DateTime used)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        using var content = new MemoryStream(bytes);
        string path = await cache.AddAsync(Sha256Digest.Of(bytes), bytes.Length, content, "a test", CancellationToken.None);
        File.SetLastAccessTimeUtc(path, used);
        return path;
    }
}
