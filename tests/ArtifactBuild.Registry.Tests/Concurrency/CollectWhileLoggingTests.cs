using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class CollectWhileLoggingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // File systems take the time of a write from a clock that ticks every few milliseconds.
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    public async Task A_collection_takes_nothing_that_a_log_counts_on()
    {
        await using var world = new World();
        int least = TestSetup.Home.Rounds(60);
        using Process first = OtherProcess.Start("log", world.Address, world.Folder, "1", $"{least}");
        using Process second = OtherProcess.Start("log", world.Address, world.Folder, "2", $"{least}");
        Task logging = Task.WhenAll(
            OtherProcess.FinishAsync(first), OtherProcess.FinishAsync(second), new BusyLogger(world.Address, world.Folder, 3, least).RunAsync());
        Task collecting = CollectAsync(world, logging, TestSetup.Home.Rounds(150));

        try
        {
            await Task.WhenAll(collecting, logging).WaitAsync(Patience);
        }
        finally
        {
            // Whoever hangs or fails, the others come to their ends.
            BusyLogger.SayEnough(world.Folder);
        }

        await VerifyAllAsync(world);
    }

    /// <summary>Collects while others log, until so many contents are deleted: a collection that deletes nothing proves nothing.</summary>
    private static async Task CollectAsync(World world, Task logging, int enough)
    {
        try
        {
            int deleted = 0;
            var random = new Random(4);
            var clock = new WorldClock();
            LogsInFlight inFlight = BusyLogger.InFlight(world.Folder);
            await using ArtifactRegistry registry = BusyLogger.Open(world.Address, world.PathOf("cache-of-collector"), clock);
            while (!logging.IsCompleted)
            {
                // The promise holds for logs that are shorter than the grace period, and how long they take is up to the machine.
                TimeSpan longestLog = inFlight.Longest(clock.Hold());
                TimeSpan needed = longestLog + BusyLogger.RefreshAge + TestSetup.Home.TimeResolution + ClockTick;
                TimeSpan gracePeriod = needed > TestSetup.Home.GracePeriod ? needed : TestSetup.Home.GracePeriod;
                GarbageCollectionReport report = await registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = gracePeriod });
                deleted += report.DeletedBlobs;
                if (deleted >= enough)
                    BusyLogger.SayEnough(world.Folder);
                // Garbage lies around for a while, so that logs find it.
                await Task.Delay(random.Next(400));
            }
        }
        finally
        {
            BusyLogger.SayEnough(world.Folder);
        }
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
