using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Restore;

/// <summary>Caches that others fill.</summary>
[TestClass]
public sealed class FallbackTests
{
    [TestMethod]
    [DataRow("true")]
    [DataRow("false")]
    public async Task What_a_fallback_has_is_used_where_it_lies(string accessors)
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry, accessors);
        Directory.Move(registry.Folder, registry.Folder + ".away");

        RestoreResult result = await app.RestoreAsync();

        Assert.AreEqual(0, result.DownloadedFiles);
        Assert.IsTrue(result.Files.All(file => file.Source.StartsWith(app.Fallbacks[0], StringComparison.Ordinal)));
        Assert.IsFalse(Directory.Exists(Path.Combine(app.Cache, "objects", "sha256")));
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task What_a_fallback_lacks_goes_to_the_cache_itself()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry);
        string before = FolderSnapshot.Of(app.Fallbacks[0]);
        await registry.LogAsync("other", [], ("c", "c"));
        app.Refer("other");
        RestoreResult result = await app.RestoreAsync();
        Assert.AreEqual(1, result.DownloadedFiles);
        Assert.StartsWith(app.Cache, result.Files.Single(file => file.Target == "artifacts/other/c").Source);
        Assert.AreEqual(before, FolderSnapshot.Of(app.Fallbacks[0]));
    }

    [TestMethod]
    public async Task What_a_fallback_has_damaged_is_fetched_and_nothing_there_is_touched()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry);
        string damaged = (await app.RestoreAsync()).Files[0].Source;
        DateTime time = File.GetLastWriteTimeUtc(damaged);
        File.Delete(damaged);
        await File.WriteAllTextAsync(damaged, "x");
        File.SetLastWriteTimeUtc(damaged, time);
        Directory.Delete(Path.Combine(app.Folder, "obj"), recursive: true);

        RestoreResult result = await app.RestoreAsync();
        Assert.AreEqual(1, result.DownloadedFiles);
        Assert.StartsWith(app.Cache, result.Files[0].Source);
        Assert.AreEqual("x", await File.ReadAllTextAsync(damaged));
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task An_object_that_lost_its_time_is_copied_without_a_download()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry);
        foreach (string path in Directory.EnumerateFiles(app.Fallbacks[0], "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Directory.Move(registry.Folder, registry.Folder + ".away");
        // The manifest is read, not copied to an output, and its own registry is gone.
        app.Mirror = registry.Folder + ".away";

        RestoreResult result = await app.RestoreAsync();
        Assert.AreEqual(0, result.DownloadedFiles);
        Assert.IsTrue(result.Files.All(file => file.Source.StartsWith(app.Cache, StringComparison.Ordinal)));
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task Offline_a_fallback_is_enough()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry);
        Assert.HasCount(2, (await app.RestoreOfflineAsync()).Files);
        app.Fallbacks = [];
        await Codes.AssertThrowsAsync(ArtifactCodes.OfflineMiss, app.RestoreOfflineAsync);
    }

    [TestMethod]
    public async Task Where_no_cache_can_be_made_a_fallback_is_enough()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Nobody can make a folder below /proc, and only Linux has it.");
        await using var registry = new LocalRegistry();
        BuildProject app = await AddFilledAsync(registry);
        app.Cache = "/proc/none";
        for (int i = 0; i < 2; i++)
            Assert.HasCount(2, (await app.RestoreAsync()).Files);
        app.Refer("other");
        await registry.LogAsync("other", [], ("c", "c"));
        await Codes.AssertThrowsAsync(ArtifactCodes.CacheAccess, app.RestoreAsync);
    }

    [TestMethod]
    public async Task A_single_object_that_went_is_fetched_again_although_nothing_else_changed()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "a"), ("b", "b"));
        BuildProject app = new BuildProject(registry).Refer("model");
        string path = (await app.RestoreAsync()).Files[0].Source;
        File.Delete(path);
        Assert.AreEqual(1, (await app.RestoreAsync()).DownloadedFiles);

        File.Delete(path);
        await File.WriteAllTextAsync(path, "x");
        Assert.AreEqual(1, (await app.RestoreAsync()).DownloadedFiles);
        Assert.AreEqual("a", await File.ReadAllTextAsync(path));
        Assert.IsTrue((await app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task An_archive_of_the_cache_that_lost_the_times_is_mended()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "a"));
        BuildProject app = new BuildProject(registry).Refer("model");
        string path = (await app.RestoreAsync()).Files[0].Source;
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        // Whoever unpacks an archive makes the file anew.
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(path)!, DateTime.UnixEpoch);
        Assert.AreEqual(0, (await app.RestoreAsync()).DownloadedFiles);
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(path));
    }

    // The project's own cache is empty, and a fallback has what it refers to.
    private static async Task<BuildProject> AddFilledAsync(LocalRegistry registry, string accessors = "true")
    {
        await registry.LogAsync("model", [], ("a", "a"), ("b", "b"));
        BuildProject app = new BuildProject(registry).Refer("model", ("Accessors", accessors));
        await app.RestoreAsync();
        app.Fallbacks = [app.Cache];
        app.Cache = registry.Temporary["own-cache"];
        return app;
    }
}
