using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>
/// Whoever cancels waits for nothing: here no byte would ever come, so what waited for one would hang. Nothing new is begun, and
/// nothing is left behind but what the next try goes on with.
/// </summary>
[TestClass]
public class CancelTests
{
    private const int BeforeStuck = 256 * 1024;

    private static readonly byte[] Bytes = Large.Three(40);
    private static readonly byte[] Small = "small"u8.ToArray();

    private int _stuck;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_download_ends_though_nothing_comes(bool skipCache)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        // Two chunks are on their way, and nothing gets its turn before one of them ends.
        Side side = registry.Open(options: new ArtifactRegistryOptions { MaxConcurrency = 2 });
        side.Store.Body = (call, body) => call.IsFetch ? Stuck(body) : body;

        await CancelAsync(
            side, token => side.DownloadAsync(registry.Temporary["out"], skipCache: skipCache, cancellationToken: token), () => _stuck == 2);

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        await registry.CloseAsync();
        Audit.NoScratch(registry.Temporary.Root);
        Audit.Cache(side.Cache);
        CollectionAssert.AreEqual(
            skipCache ? [] : new[] { TestContent.Sha256(Bytes) }, side.Partials().Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public async Task A_download_that_waits_for_another_one_ends_though_that_does_not()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        using var stop = new CancellationTokenSource();
        Side first = registry.Open();
        first.Store.Body = (call, body) => call.IsFetch ? Stuck(body) : body;
        Task<string> download = first.DownloadAsync(registry.Temporary["out0"], prefix: "large", cancellationToken: stop.Token);
        await Gate.UntilAsync(() => _stuck > 0);
        Side second = registry.Open();

        await CancelAsync(
            second,
            token => second.DownloadAsync(registry.Temporary["out1"], cancellationToken: token),
            // It begins with the large content, and fetches the small one first only because somebody else is at the large one.
            () => second.Store.FetchedChunks(TestContent.Sha256(Small)).Length > 0);

        Assert.IsFalse(download.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);
    }

    [TestMethod]
    public async Task A_log_ends_though_nothing_can_be_read_and_there_is_no_version()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open();
        side.Store.Content = (call, content) => call.IsBlob ? new AlteredContent(content, Stuck) : content;
        bool isSmallSent = false;
        side.Store.AfterPut = (call, stored) =>
        {
            if (call.IsBlob)
                Volatile.Write(ref isSmallSent, true);
            return Task.FromResult(stored);
        };
        using Artifact draft = await registry.DraftAsync(("large.bin", Bytes), ("small.bin", Small));

        await CancelAsync(side, token => side.Registry.LogAsync(draft, cancellationToken: token), () => _stuck > 0 && Volatile.Read(ref isSmallSent));

        await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, () => registry.Open().Registry.GetAsync("data"));
        await registry.CloseAsync();
        Audit.Registry(registry.Folder);
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    public async Task A_copy_out_of_the_cache_can_be_cancelled()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        using var cancel = new CancellationTokenSource();
        // The cache is full at this moment, and the copying has not begun.
        var progress = new ProgressRecord(value =>
        {
            if (value.Files == value.TotalFiles)
                cancel.Cancel();
        });
        Side side = registry.OpenWithProgress(progress);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => side.DownloadAsync(registry.Temporary["out"], cancellationToken: cancel.Token));

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        await registry.CloseAsync();
        Audit.NoScratch(registry.Temporary.Root);
        Assert.AreEqual(3, Audit.Cache(side.Cache));
    }

    /// <summary>Cancels work that can't go on.</summary>
    /// <param name="side">Who works.</param>
    /// <param name="work">The work.</param>
    /// <param name="isStuck">Whether all has begun that can begin before a byte comes.</param>
    private static async Task CancelAsync(Side side, Func<CancellationToken, Task> work, Func<bool> isStuck)
    {
        using var cancel = new CancellationTokenSource();
        Task busy = work(cancel.Token);
        await Gate.UntilAsync(isStuck);
        Assert.IsFalse(busy.IsCompleted);
        int before = side.Store.Calls.Count;
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => busy.WaitAsync(TestClock.Patience));
        Assert.HasCount(before, side.Store.Calls);
    }

    private AlteredStream Stuck(Stream inner) => AlteredStream.Stuck(inner, BeforeStuck, () => Interlocked.Increment(ref _stuck));

    private static async Task<WatchedRegistry> LoggedAsync()
    {
        var registry = new WatchedRegistry();
        await registry.LogAsync(("large.bin", Bytes), ("small.bin", Small));
        return registry;
    }
}
