using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

/// <summary>The moments at which a collection and a log could hurt each other, one by one.</summary>
[TestClass]
public sealed class CollectBetweenTests
{
    [TestMethod]
    public async Task Bytes_that_a_log_found_old_and_referred_to_by_nothing_stay_when_a_collection_comes_before_its_commit()
    {
        await using var world = new World();
        await LogAndDeleteAsync(world);
        await world.PassTwoDaysAsync();
        GarbageCollectionReport? report = null;
        ArtifactRegistry registry = world.OpenInterrupted(Once("put", "head.json", async () => report = await world.OpenElsewhere().GarbageCollectAsync()));

        LogResult result = await LogAsync(world, registry, ("a.txt", "a"), ("b.txt", "b"));

        Assert.AreEqual(0, result.UploadedFiles);
        // The bytes, the manifest and the record of the log.
        Assert.AreEqual("0 4", $"{report!.DeletedBlobs} {report.KeptYoung}");
        await AssertWholeAsync(world, "data:v1");
    }

    [TestMethod]
    public async Task Bytes_that_a_log_counts_on_because_the_newest_version_has_them_stay_when_that_is_deleted_meanwhile()
    {
        await using var world = new World();
        Artifact newest = await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));
        await world.PassTwoDaysAsync();
        ArtifactRegistry registry = world.OpenInterrupted(Once("put", "head.json", async () =>
        {
            await newest.DeleteAsync(deleteAliases: true);
            await world.OpenElsewhere().GarbageCollectAsync();
        }));

        LogResult result = await LogAsync(world, registry, ("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c"));

        Assert.AreEqual(1, result.UploadedFiles);
        Assert.AreEqual("v1", result.Artifact.Version);
        await AssertWholeAsync(world, "data:v1");
    }

    [TestMethod]
    public async Task A_collection_that_saw_garbage_leaves_what_was_logged_before_it_sweeps()
    {
        await using var world = new World();
        await LogAndDeleteAsync(world);
        await world.PassTwoDaysAsync();
        ArtifactRegistry collector = world.OpenInterrupted(
            Once("delete", "blobs/", () => LogAsync(world, world.OpenElsewhere(), ("a.txt", "a"), ("b.txt", "b"))));

        await collector.GarbageCollectAsync();

        await AssertWholeAsync(world, "data:v1");
    }

    [TestMethod]
    public async Task Bytes_that_are_collected_right_after_a_log_saw_them_are_sent_again()
    {
        await using var world = new World();
        await LogAndDeleteAsync(world);
        await world.PassTwoDaysAsync();
        ArtifactRegistry registry = world.OpenInterrupted(Once("touch", "blobs/", () => world.OpenElsewhere().GarbageCollectAsync()));

        await LogAsync(world, registry, ("a.txt", "a"), ("b.txt", "b"));

        await AssertWholeAsync(world, "data:v1");
    }

    [TestMethod]
    public async Task A_manifest_that_is_collected_right_after_a_log_saw_it_is_sent_again()
    {
        await using var world = new World();
        await LogAndDeleteAsync(world);
        await world.PassTwoDaysAsync();
        ArtifactRegistry registry = world.OpenInterrupted(Once("touch", "manifests/", () => world.OpenElsewhere().GarbageCollectAsync()));

        await LogAsync(world, registry, ("a.txt", "a"), ("b.txt", "b"));

        await AssertWholeAsync(world, "data:v1");
    }

    private static async Task LogAndDeleteAsync(World world) =>
        await (await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"))).DeleteAsync(deleteAliases: true);

    private static async Task<LogResult> LogAsync(World world, ArtifactRegistry registry, params (string Path, string Content)[] files)
    {
        using Artifact draft = await world.DraftAsync("data", files);
        return await registry.LogAsync(draft);
    }

    private static async Task AssertWholeAsync(World world, string name)
    {
        Artifact seen = await world.SeeAsync(name);
        await seen.CheckoutAsync(world.PathOf("out"));
        (await seen.VerifyAsync(world.PathOf("out"))).EnsureValid();
        Assert.HasCount(seen.FileCount, world.FilesIn("out"));
    }

    private static Func<string, string, Task> Once(string operation, string key, Func<Task> act)
    {
        int done = 0;
        return (present, place) => present == operation && place.Contains(key, StringComparison.Ordinal) && Interlocked.Exchange(ref done, 1) == 0
            ? act()
            : Task.CompletedTask;
    }
}
