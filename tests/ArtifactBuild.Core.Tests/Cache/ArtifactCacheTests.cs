using System.Text;
using ArtifactBuild.Cache;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Cache;

[TestClass]
public sealed class ArtifactCacheTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public async Task What_goes_in_is_found_under_its_digest()
    {
        using ArtifactCache cache = Open();
        string path = await AddAsync(cache, "content", "content");
        Assert.AreEqual(cache.PathOf(DigestOf("content")), path);
        Assert.AreEqual(path, await cache.FindVerifiedAsync(DigestOf("content"), Token));
        Assert.AreEqual("content", File.ReadAllText(path));
        Assert.IsNull(await cache.FindVerifiedAsync(DigestOf("other"), Token));
    }

    [TestMethod]
    public async Task An_empty_content_can_be_kept()
    {
        using ArtifactCache cache = Open();
        string path = await AddAsync(cache, "", "");
        Assert.AreEqual(0, new FileInfo(path).Length);
    }

    [TestMethod]
    [DataRow("abc", "abd", ArtifactCodes.DigestMismatch)]
    [DataRow("abc", "ab", ArtifactCodes.SizeMismatch)]
    [DataRow("abc", "abcd", ArtifactCodes.SizeMismatch)]
    [DataRow("abc", "", ArtifactCodes.SizeMismatch)]
    [DataRow("", "a", ArtifactCodes.SizeMismatch)]
    public async Task Wrong_bytes_are_refused_and_nothing_is_kept(string promised, string given, string code)
    {
        using (ArtifactCache cache = Open())
        {
            await Codes.AssertThrowsAsync(code, () => AddAsync(cache, promised, given));
            Assert.IsFalse(File.Exists(cache.PathOf(DigestOf(promised))));
            Assert.IsFalse(File.Exists(cache.PathOf(DigestOf(given))));
        }

        Assert.IsEmpty(Directory.EnumerateFiles(_temporary.Root, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task A_source_that_never_ends_is_given_up_on()
    {
        using ArtifactCache cache = Open();
        using var endless = new BrokenStream(long.MaxValue, at: 10_000_000, () => Assert.Fail("read on and on"));
        await Codes.AssertThrowsAsync(
            ArtifactCodes.SizeMismatch, () => cache.AddAsync(DigestOf("x"), 1000, endless, "The source", Token));
    }

    [TestMethod]
    public async Task A_source_that_throws_leaves_nothing()
    {
        using (ArtifactCache cache = Open())
        {
            using var broken = new BrokenStream(5_000_000, at: 2_000_000, () => throw new InvalidOperationException("broken"));
            await Assert.ThrowsExactlyAsync<InvalidOperationException>(
                () => cache.AddAsync(DigestOf("x"), 5_000_000, broken, "The source", Token));
        }

        Assert.IsEmpty(Directory.EnumerateFiles(_temporary.Root, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task An_object_may_be_read_by_all_and_written_by_nobody()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no such modes.");
            return;
        }

        using ArtifactCache cache = Open();
        string path = await AddAsync(cache, "content", "content");
        Assert.AreEqual("444", Convert.ToString((int)File.GetUnixFileMode(path), 8));
    }

    [TestMethod]
    public async Task The_time_of_an_object_is_made_of_its_digest()
    {
        using ArtifactCache one = Open("one");
        using ArtifactCache other = Open("other");
        DateTime a = File.GetLastWriteTimeUtc(await AddAsync(one, "aaaa", "aaaa"));
        DateTime b = File.GetLastWriteTimeUtc(await AddAsync(one, "bbbb", "bbbb"));
        DateTime again = File.GetLastWriteTimeUtc(await AddAsync(other, "aaaa", "aaaa"));
        Assert.AreEqual(a, again);
        Assert.AreNotEqual(a, b);
        Assert.IsInRange(new DateTime(1990, 1, 1), new DateTime(2019, 1, 1), a);
    }

    [TestMethod]
    public async Task A_thousand_contents_of_one_size_have_a_thousand_times()
    {
        using ArtifactCache cache = Open();
        var times = new HashSet<DateTime>();
        for (int i = 0; i < 1000; i++)
            times.Add(File.GetLastWriteTimeUtc(await AddAsync(cache, $"{i:d4}", $"{i:d4}")));
        Assert.HasCount(1000, times);
    }

    [TestMethod]
    [DataRow("evil")]
    [DataRow("go")]
    [DataRow("good, and more")]
    [DataRow("")]
    public async Task A_damaged_object_is_found_out_and_removed(string damage)
    {
        using ArtifactCache cache = Open();
        string path = await AddAsync(cache, "good", "good");
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.Delete(path);
        File.WriteAllText(path, damage);
        // An impostor may have the right size and the right time.
        File.SetLastWriteTimeUtc(path, time);

        Assert.IsNull(await cache.FindVerifiedAsync(DigestOf("good"), Token));
        Assert.IsFalse(File.Exists(path));
        Assert.AreEqual(path, await AddAsync(cache, "good", "good"));
        Assert.AreEqual("good", File.ReadAllText(path));
    }

    [TestMethod]
    public async Task Many_may_add_the_same_content_at_once()
    {
        string text = new('x', 2_000_000);
        await Parallel.ForAsync(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (_, token) =>
        {
            using ArtifactCache cache = Open();
            string path = await AddAsync(cache, text, text);
            Assert.AreEqual(path, await cache.FindVerifiedAsync(DigestOf(text), token));
        });
        Assert.AreEqual(1, Audit.Cache(_temporary["cache"]));
        Audit.NoScratch(_temporary.Root);
    }

    [TestMethod]
    public async Task A_cancelled_add_leaves_nothing()
    {
        using ArtifactCache cache = Open();
        using var cancel = new CancellationTokenSource();
        using var content = new BrokenStream(8_000_000, at: 3_000_000, cancel.Cancel);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => cache.AddAsync(DigestOf("x"), content.Length, content, "The source", cancel.Token));
        Assert.IsFalse(Directory.Exists(_temporary["cache/objects"]));
    }

    [TestMethod]
    public async Task A_cache_that_can_not_be_made_is_reported()
    {
        _temporary.Write("file", "no folder");
        using ArtifactCache cache = Open("file/cache");
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.CacheAccess, () => AddAsync(cache, "a", "a"));
        StringAssert.Contains(failure.Message, cache.CacheDirectory, StringComparison.Ordinal);
    }

    [TestMethod]
    [DoNotParallelize]
    public async Task A_full_disk_is_reported_and_leaves_nothing()
    {
        using SmallDisk disk = SmallDisk.Make(megabytes: 2);
        using (var cache = new ArtifactCache(Path.Combine(disk.Root, "cache")))
        {
            string large = new('x', 3_000_000);
            await Codes.AssertThrowsAsync(ArtifactCodes.CacheAccess, () => AddAsync(cache, large, large));
            // There is room again.
            string small = new('x', 1_000_000);
            Assert.AreEqual(cache.PathOf(DigestOf(small)), await AddAsync(cache, small, small));
        }

        Assert.AreEqual(1, Audit.Cache(Path.Combine(disk.Root, "cache")));
        Audit.NoScratch(disk.Root);
    }

    [TestMethod]
    public async Task What_a_dead_process_left_is_swept_and_what_a_live_one_holds_is_kept()
    {
        using ArtifactCache live = Open();
        string held = live.NewTemporaryPath();
        File.WriteAllText(held, "half-made");
        _temporary.Write("cache/tmp/dead/.lock", "");
        _temporary.Write("cache/tmp/dead/1", "half-made by a dead process");

        using ArtifactCache next = Open();
        await AddAsync(next, "a", "a");

        Assert.IsTrue(File.Exists(held));
        Assert.IsFalse(Directory.Exists(_temporary["cache/tmp/dead"]));
    }

    private ArtifactCache Open(string folder = "cache") => new(_temporary[folder]);

    private async Task<string> AddAsync(ArtifactCache cache, string promised, string given)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(given));
        return await cache.AddAsync(DigestOf(promised), Encoding.UTF8.GetByteCount(promised), content, "The source", Token);
    }

    private static Sha256Digest DigestOf(string text) => Sha256Digest.Of(Encoding.UTF8.GetBytes(text));
}
