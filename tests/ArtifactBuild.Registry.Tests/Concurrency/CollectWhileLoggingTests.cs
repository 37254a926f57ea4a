using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class CollectWhileLoggingTests
{
    // Time for garbage to be made, to grow old enough, and to be found again.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10) + (2 * TestSetup.Home.GracePeriod);

    [TestMethod]
    public async Task A_collection_takes_nothing_that_a_log_counts_on()
    {
        await using var world = new World();
        int least = TestSetup.Home.Rounds(20);
        string seconds = Duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using Process first = OtherProcess.Start("log", world.Address, world.Folder, "1", seconds);
        using Process second = OtherProcess.Start("log", world.Address, world.Folder, "2", seconds);
        Task<int> third = new BusyLogger(world.Address, world.Folder, 3).RunAsync(Duration);

        int deleted = await CollectAsync(world);

        Assert.IsGreaterThan(least, await third);
        foreach (Process process in new[] { first, second })
        {
            string logs = await OtherProcess.FinishAsync(process);
            Assert.IsGreaterThan(least, int.Parse(logs, CultureInfo.InvariantCulture));
        }

        Assert.IsGreaterThan(least, deleted, "A collection that deletes nothing proves nothing.");
        await VerifyAllAsync(world);
    }

    private static async Task<int> CollectAsync(World world)
    {
        int deleted = 0;
        var random = new Random(4);
        await using ArtifactRegistry registry = BusyLogger.Open(world.Address, world.PathOf("cache-of-collector"));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Duration;)
        {
            GarbageCollectionReport report = await registry
                .GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TestSetup.Home.GracePeriod });
            deleted += report.DeletedBlobs;
            // Garbage lies around for a while, so that logs find it.
            await Task.Delay(random.Next(400));
        }

        return deleted;
    }

    private static async Task VerifyAllAsync(World world)
    {
        // With nothing in the cache, so that the bytes are those of the registry.
        await using ArtifactRegistry registry = BusyLogger.Open(world.Address, world.PathOf("empty-cache"));
        await foreach (ArtifactCollection collection in registry.CollectionsAsync())
        {
            await foreach (Artifact version in collection.VersionsAsync())
            {
                string root = world.PathOf("out");
                await version.CheckoutAsync(root);
                (await version.VerifyAsync(root)).EnsureValid();
                foreach (string file in world.FilesIn("out"))
                {
                    int number = int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
                    Assert.AreEqual(BusyLogger.ContentOf(number), await File.ReadAllTextAsync(Path.Combine(root, file)));
                }
            }
        }
    }
}
