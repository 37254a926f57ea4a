using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class CollectWhileLoggingTests
{
    private const int MostPatience = 4;

    [TestMethod]
    public async Task A_collection_takes_nothing_that_a_log_counts_on()
    {
        // The promise holds for logs that are shorter than the grace period. A machine that is busy with other things needs a longer one.
        for (int patience = 1; !await IsKeptAsync(patience * TestSetup.Home.GracePeriod); patience *= 2)
            Assert.IsLessThan(MostPatience, patience, "Logs take too long on this machine to see anything.");
    }

    /// <returns>Whether all logs were short enough for the promise. It is broken if this throws.</returns>
    private static async Task<bool> IsKeptAsync(TimeSpan gracePeriod)
    {
        await using var world = new World();
        // Time for garbage to be made, to grow old enough, and to be found again.
        TimeSpan duration = TimeSpan.FromSeconds(10) + (2 * gracePeriod);
        using Process first = OtherProcess.Start("log", world.Address, world.Folder, "1", $"{gracePeriod:c}", $"{duration:c}");
        using Process second = OtherProcess.Start("log", world.Address, world.Folder, "2", $"{gracePeriod:c}", $"{duration:c}");
        Task<int?>[] logging = [CountAsync(first), CountAsync(second), new BusyLogger(world.Address, world.Folder, 3, gracePeriod).RunAsync(duration)];
        Task<int> collecting = CollectAsync(world, gracePeriod, duration);

        // What fails after a log that was too long is what it may have broken.
        await Task.WhenAll([collecting, .. logging]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (logging.Any(log => log.IsCompletedSuccessfully && log.Result is null))
            return false;

        int least = TestSetup.Home.Rounds(20);
        foreach (int? logs in await Task.WhenAll(logging))
            Assert.IsGreaterThan(least, logs!.Value);
        Assert.IsGreaterThan(least, await collecting, "A collection that deletes nothing proves nothing.");
        await VerifyAllAsync(world);
        return true;
    }

    private static async Task<int?> CountAsync(Process logger) =>
        await OtherProcess.FinishAsync(logger) is var said && string.IsNullOrWhiteSpace(said) ? null : int.Parse(said, CultureInfo.InvariantCulture);

    private static async Task<int> CollectAsync(World world, TimeSpan gracePeriod, TimeSpan duration)
    {
        int deleted = 0;
        var random = new Random(4);
        await using ArtifactRegistry registry = BusyLogger.Open(world.Address, world.PathOf("cache-of-collector"));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration;)
        {
            GarbageCollectionReport report = await registry
                .GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = gracePeriod });
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
