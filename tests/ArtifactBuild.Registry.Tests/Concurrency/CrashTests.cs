using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class CrashTests
{
    [TestMethod]
    public async Task A_log_that_crashes_before_any_of_its_steps_leaves_the_collection_as_it_was()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));

        int steps = await CrashAsync(world, async registry =>
        {
            using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"), ("b.txt", "b"));
            await registry.LogAsync(draft, ["best"]);
        }, async () => Assert.AreEqual("v0 latest", await StateAsync(world)));

        Assert.IsGreaterThan(6, steps);
        Assert.AreEqual("v1 best,latest v0 ", await StateAsync(world));
        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero });
        Assert.AreEqual(0, report.DeletedBlobs + report.DeletedManifests);
        Assert.IsGreaterThan(0, report.DeletedRecords);
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"));
        (await seen.VerifyAsync(world.PathOf("out"))).EnsureValid();
    }

    [TestMethod]
    public async Task A_collection_of_garbage_that_crashes_before_any_of_its_steps_is_finished_by_the_next_one()
    {
        await using var world = new World();
        using Artifact expiring = await world.DraftAsync("old", ("o.txt", "o"));
        expiring.TimeToLive = TimeToLive.Of(TimeSpan.FromHours(1));
        await world.Registry.LogAsync(expiring);
        await (await world.LogAsync("data", ("a.txt", "a"))).DeleteAsync(deleteAliases: true);
        await world.LogAsync("data", ("b.txt", "b"));
        await world.PassTwoDaysAsync();

        int steps = await CrashAsync(
            world,
            registry => registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero }),
            async () => Assert.AreEqual("v1 latest", await StateAsync(world)));

        Assert.IsGreaterThan(6, steps);
        Assert.HasCount(1, await world.Objects.KeysAsync("blobs/"));
        Assert.HasCount(1, await world.Objects.KeysAsync("manifests/"));
        await (await world.SeeAsync("data")).DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("b.txt", string.Join(' ', world.FilesIn("out")));
    }

    /// <returns>The number of steps after which there was no crash.</returns>
    private static async Task<int> CrashAsync(World world, Func<ArtifactRegistry, Task> work, Func<Task> check)
    {
        for (int survived = 0; ; survived++)
        {
            int left = survived;
            ArtifactRegistry registry = world.OpenInterrupted((_, _) =>
                Interlocked.Decrement(ref left) < 0 ? throw new InvalidOperationException("The power is gone.") : Task.CompletedTask);
            try
            {
                await work(registry);
                return survived;
            }
            catch (InvalidOperationException)
            {
                await check();
            }
        }
    }

    private static async Task<string> StateAsync(World world) => string.Join(' ', (await world.OpenElsewhere().VersionsAsync("data").ToListAsync())
        .Select(version => $"{version.Version} {string.Join(',', version.Aliases)}"));
}
