using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>Several who share a cache want the same large content at the same time.</summary>
[TestClass]
public class SharedDownloadTests
{
    private static readonly byte[] Bytes = Large.Three(8);
    private static readonly string Sha = TestContent.Sha256(Bytes);

    [TestMethod]
    public async Task It_is_fetched_once()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        await LogWithAsync(registry, Small(1));
        await LogWithAsync(registry, Small(2));
        Side[] sides = [registry.Open(), registry.Open(), registry.Open()];
        var started = new Gate();
        sides[0].Store.Before = (call, token) => call.IsFetch ? started.WaitAsync(token) : Task.CompletedTask;
        Task<string> first = sides[0].DownloadAsync(registry.Temporary["out0"], "data:v0");
        await Gate.UntilAsync(() => sides[0].Store.FetchedChunks().Length > 0);
        Task<string>[] others = [.. new[] { 1, 2 }.Select(i => sides[i].DownloadAsync(registry.Temporary[$"out{i}"], $"data:v{i}"))];
        await IsWaitingAsync(sides[1], Small(1));
        await IsWaitingAsync(sides[2], Small(2));
        Assert.IsFalse(others[0].IsCompleted || others[1].IsCompleted, "there is nothing yet");
        started.Open();

        foreach (Task<string> done in others.Append(first))
            Large.AssertBytes(Bytes, Path.Combine(await done, "large.bin"));

        CollectionAssert.AreEqual((int[])[0, 1, 2], sides[0].Store.FetchedChunks());
        Assert.IsEmpty(sides[1].Store.FetchedChunks(Sha));
        Assert.IsEmpty(sides[2].Store.FetchedChunks(Sha));
        Assert.IsEmpty(sides[0].Partials());
        Audit.Cache(sides[0].Cache);
    }

    [TestMethod]
    public async Task One_registry_may_be_asked_twice_at_once()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        side.Store.Body = (_, body) => AlteredStream.Slow(body, TimeSpan.FromMilliseconds(1), piece: 256 * 1024);

        string[] folders = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => side.DownloadAsync(registry.Temporary[$"out{i}"])));

        foreach (string folder in folders)
            Large.AssertBytes(Bytes, Path.Combine(folder, "large.bin"));
        CollectionAssert.AreEqual((int[])[0, 1, 2], side.Store.FetchedChunks());
    }

    [TestMethod]
    public async Task When_the_first_gives_up_the_other_goes_on_with_what_is_there()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        await LogWithAsync(registry, Small(1));
        using var cancel = new CancellationTokenSource();
        Side first = registry.Open();
        first.Store.Body = (call, body) => call is { IsFetch: true, Chunk: > 0 } ? AlteredStream.Stuck(body, after: 1000) : body;
        Task<string> stuck = first.DownloadAsync(registry.Temporary["out0"], "data:v0", cancellationToken: cancel.Token);
        await Gate.UntilAsync(() => HasFirstChunk(registry.Temporary[$"cache/partial/{Sha}"]));
        Side second = registry.Open();
        Task<string> waiting = second.DownloadAsync(registry.Temporary["out1"]);
        await IsWaitingAsync(second, Small(1));
        Assert.IsEmpty(second.Store.FetchedChunks(Sha));

        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => stuck);

        Large.AssertBytes(Bytes, Path.Combine(await waiting, "large.bin"));
        CollectionAssert.AreEqual((int[])[1, 2], second.Store.FetchedChunks(Sha));
    }

    [TestMethod]
    public async Task A_content_that_is_there_can_be_used_while_the_first_still_fetches_others()
    {
        await using var registry = new WatchedRegistry();
        byte[] slow = Large.Three(9);
        await registry.LogAsync(("large.bin", Bytes), ("slow.bin", slow));
        Side first = registry.Open();
        var end = new Gate();
        string slowSha = TestContent.Sha256(slow);
        first.Store.Before = (call, token) =>
            call.IsFetchOf(slowSha) ? end.WaitAsync(token) : Task.CompletedTask;
        Task<string> download = first.DownloadAsync(registry.Temporary["out0"]);
        await Gate.UntilAsync(() => File.Exists(first.ObjectPath(Sha)));
        Side second = registry.Open();

        string folder = await second.DownloadAsync(registry.Temporary["out1"], prefix: "large");

        Large.AssertBytes(Bytes, Path.Combine(folder, "large.bin"));
        Assert.IsEmpty(second.Store.FetchedChunks());
        Assert.IsFalse(download.IsCompleted);
        end.Open();
        Large.AssertBytes(slow, Path.Combine(await download, "slow.bin"));
    }

    /// <summary>Thousands of large files must not be open at once.</summary>
    [TestMethod]
    public async Task A_content_that_is_there_is_not_held_open_while_others_are_fetched()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("What is open is read as on Linux.");
        await using var registry = new WatchedRegistry();
        byte[] last = TestContent.Random(16, (2 * Large.ChunkSize) + 1);
        await registry.LogAsync(("large.bin", Bytes), ("last.bin", last));
        Side side = registry.OpenWithProgress(new ProgressRecord(), concurrency: 1);
        var end = new Gate();
        string lastSha = TestContent.Sha256(last);
        side.Store.Before = (call, token) =>
            call.IsFetchOf(lastSha) ? end.WaitAsync(token) : Task.CompletedTask;
        Task<string> download = side.DownloadAsync(registry.Temporary["out"]);
        await Gate.UntilAsync(() => side.Store.FetchedChunks(lastSha).Length > 0);

        string[] open = OpenFiles(side.Cache);

        end.Open();
        await download;
        Assert.IsTrue(open.Any(path => path.EndsWith(lastSha, StringComparison.Ordinal)), string.Join('\n', open));
        Assert.IsFalse(open.Any(path => path.EndsWith(Sha[2..], StringComparison.Ordinal)), string.Join('\n', open));
        Assert.IsFalse(open.Any(path => path.EndsWith(Sha + ".lock", StringComparison.Ordinal)), string.Join('\n', open));
    }

    [TestMethod]
    public async Task Somebody_on_whose_side_nothing_moves_for_a_minute_is_not_waited_for()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        await LogWithAsync(registry, Small(1));
        Side first = registry.Open();
        var end = new Gate();
        first.Store.Before = (call, token) => call.IsFetch ? end.WaitAsync(token) : Task.CompletedTask;
        Task<string> stuck = first.DownloadAsync(registry.Temporary["out0"], "data:v0");
        await Gate.UntilAsync(() => first.Store.FetchedChunks().Length > 0);
        Side second = registry.Open();
        Task<string> waiting = second.DownloadAsync(registry.Temporary["out1"]);
        await IsWaitingAsync(second, Small(1));
        Assert.IsEmpty(second.Store.FetchedChunks(Sha));

        foreach (string file in first.Partials())
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(-61));

        Large.AssertBytes(Bytes, Path.Combine(await waiting, "large.bin"));
        CollectionAssert.AreEqual((int[])[0, 1, 2], second.Store.FetchedChunks(Sha));
        Assert.IsFalse(stuck.IsCompleted);
        end.Open();
        Large.AssertBytes(Bytes, Path.Combine(await stuck, "large.bin"));
        Assert.IsEmpty(first.Partials());
        Audit.Cache(first.Cache);
    }

    [TestMethod]
    public async Task Many_at_once_all_get_it_and_few_fetch()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side[] sides = [.. Enumerable.Range(0, 8).Select(_ => registry.Open())];

        string[] folders = await Task.WhenAll(sides.Select((side, i) => Task.Run(() => side.DownloadAsync(registry.Temporary[$"out{i}"]))));

        foreach (string folder in folders)
            Large.AssertBytes(Bytes, Path.Combine(folder, "large.bin"));
        CollectionAssert.AreEqual((int[])[0, 1, 2], sides.SelectMany(side => side.Store.FetchedChunks()).Order().ToArray());
        Assert.IsEmpty(sides[0].Partials());
        await registry.CloseAsync();
        Audit.Cache(registry.Temporary["cache"]);
        Audit.NoScratch(registry.Temporary.Root);
    }

    private static string[] OpenFiles(string below) => [.. Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget)
        .OfType<string>()
        .Where(path => path.StartsWith(below, StringComparison.Ordinal))];

    private static bool HasFirstChunk(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] chunk = new byte[Large.ChunkSize];
        return file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) == chunk.Length
            && chunk.AsSpan().SequenceEqual(Bytes.AsSpan(0, Large.ChunkSize));
    }

    private static byte[] Small(int seed) => TestContent.Random(80 + seed, 100);

    // A version with the large content and a small one that only its side wants.
    private static Task LogWithAsync(WatchedRegistry registry, byte[] small) => registry.LogAsync(("large.bin", Bytes), ("small.bin", small));

    // A side begins with the large content, and fetches the small one first only when somebody else is at the large one.
    private static Task IsWaitingAsync(Side side, byte[] small) =>
        Gate.UntilAsync(() => side.Store.FetchedChunks(TestContent.Sha256(small)).Length > 0);

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes));
        return registry;
    }
}
