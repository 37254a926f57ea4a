using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>What nobody goes on with is cleared away after three days, by whoever fetches next.</summary>
[TestClass]
public class PartialSweepTests
{
    [TestMethod]
    public async Task Old_ones_go_and_younger_ones_stay()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("a.txt", "a"u8.ToArray()));
        string old = Partial(registry, "old", days: 3.1);
        string young = Partial(registry, "young", days: 2.9);
        string ownCopy = Partial(registry, "old.0123456789abcdef", days: 4);
        string lockOfNobody = Partial(registry, "gone.lock", days: 4);

        await registry.Open().DownloadAsync(registry.Temporary["out"]);

        Assert.IsFalse(File.Exists(old));
        Assert.IsTrue(File.Exists(young));
        Assert.IsFalse(File.Exists(ownCopy));
        Assert.IsFalse(File.Exists(lockOfNobody));
        Assert.AreEqual("half", File.ReadAllText(young));
        Assert.HasCount(1, Directory.GetFiles(registry.Temporary["cache/partial"]));
    }

    [TestMethod]
    public async Task One_that_somebody_still_works_on_stays_however_old_it_looks()
    {
        await using var registry = new WatchedRegistry();
        byte[] bytes = Large.Three(10);
        await registry.LogAsync(("large.bin", bytes), ("small.txt", "s"u8.ToArray()));
        Side first = registry.Open();
        var end = new Gate();
        first.Store.Before = (call, token) => call is { IsFetch: true, Range: not null } ? end.WaitAsync(token) : Task.CompletedTask;
        Task<string> download = first.DownloadAsync(registry.Temporary["out0"]);
        await Gate.UntilAsync(() => first.Store.FetchedChunks().Length > 0);
        string[] held = first.Partials();
        foreach (string file in held)
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-5));

        await registry.Open().DownloadAsync(registry.Temporary["out1"], prefix: "small");

        CollectionAssert.AreEquivalent(held, first.Partials());
        end.Open();
        Large.AssertBytes(bytes, Path.Combine(await download, "large.bin"));
    }

    private static string Partial(WatchedRegistry registry, string name, double days)
    {
        string path = registry.Temporary.Write($"cache/partial/{name}", "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
        return path;
    }
}
