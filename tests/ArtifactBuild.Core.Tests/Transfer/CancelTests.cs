using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Diagnostics;

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

    private int _stuck;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_download_ends_though_nothing_comes(bool skipCache)
    {
        await using WatchedRegistry registry = await LoggedAsync();
        Side side = registry.Open();
        side.Store.Body = (call, body) => call.IsFetch ? Stuck(body) : body;

        await CancelAsync(
            side, token => side.DownloadAsync(registry.Temporary["out"], skipCache: skipCache, cancellationToken: token), () => _stuck > 2);

        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
        await registry.CloseAsync();
        Audit.NoScratch(registry.Temporary.Root);
        Audit.Cache(side.Cache);
        CollectionAssert.AreEqual(
            skipCache ? [] : new[] { Content.Sha256(Bytes) }, side.Partials().Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public async Task A_download_that_waits_for_another_one_ends_though_that_does_not()
    {
        await using WatchedRegistry registry = await LoggedAsync();
        using var stop = new CancellationTokenSource();
        Side first = registry.Open();
        first.Store.Body = (call, body) => call.IsFetch ? Stuck(body) : body;
        Task<string> download = first.DownloadAsync(registry.Temporary["out0"], cancellationToken: stop.Token);
        await Gate.UntilAsync(() => _stuck > 0);
        Side second = registry.Open();

        await CancelAsync(
            second,
            token => second.DownloadAsync(registry.Temporary["out1"], prefix: "large", cancellationToken: token),
            () => second.Store.Calls.Count > 0);

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
        using Artifact draft = await registry.DraftAsync(("large.bin", Bytes), ("small.bin", "small"u8.ToArray()));

        await CancelAsync(side, token => side.Registry.LogAsync(draft, cancellationToken: token), () => _stuck > 0);

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

    private static async Task CancelAsync(Side side, Func<CancellationToken, Task> work, Func<bool> isBusy)
    {
        using var cancel = new CancellationTokenSource();
        Task busy = work(cancel.Token);
        await Gate.UntilAsync(isBusy);
        // Whatever else there is to begin has begun, or begins in vain.
        await Task.Delay(200);
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
        await registry.LogAsync(("large.bin", Bytes), ("small.bin", "small"u8.ToArray()));
        return registry;
    }
}
