using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

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

    private static async Task<string> AddAsync(ArtifactCache cache, string text, DateTime used)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        using var content = new MemoryStream(bytes);
        string path = await cache.AddAsync(Sha256Digest.Of(bytes), bytes.Length, content, "a test", CancellationToken.None);
        File.SetLastAccessTimeUtc(path, used);
        return path;
    }
}
