using ArtifactBuild.Artifacts;
using ArtifactBuild.Content;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>What a log or a download says about itself: counts grow, end at their totals, and nothing is in them that needs no transfer.</summary>
[TestClass]
public class ProgressTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_download_tells_from_the_first_byte_to_the_last(bool skipCache)
    {
        await using var registry = new WatchedRegistry();
        byte[] large = Large.Three(20);
        byte[] small = TestContent.Random(21, Large.MiB);
        await registry.LogAsync(("large.bin", large), ("small.bin", small));
        var progress = new ProgressRecord();
        Side side = registry.OpenWithProgress(progress);
        side.Store.Body = (call, body) => call.IsFetch ? AlteredStream.Slow(body, Pause, Large.MiB) : body;

        await side.DownloadAsync(registry.Temporary["out"], skipCache: skipCache);

        progress.AssertSound(2, large.Length + small.Length);
        Assert.IsGreaterThan(2, progress.Values.Count, "also on the way");
        Assert.IsTrue(progress.Values.Any(value => value.Bytes > 0 && value.Bytes < value.TotalBytes));
    }

    [TestMethod]
    public async Task What_the_cache_has_is_not_counted_and_a_download_of_nothing_says_nothing()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("one.bin", TestContent.Random(22, 1000)));
        await registry.Open().DownloadAsync(registry.Temporary["first"]);
        await registry.LogAsync(("one.bin", TestContent.Random(22, 1000)), ("two.bin", TestContent.Random(23, 500)));
        var progress = new ProgressRecord();
        Side side = registry.OpenWithProgress(progress);

        await side.DownloadAsync(registry.Temporary["second"]);
        progress.AssertSound(1, 500);
        int said = progress.Values.Count;
        await side.DownloadAsync(registry.Temporary["third"]);
        Assert.HasCount(said, progress.Values);
    }

    [TestMethod]
    public async Task Chunks_that_are_there_already_are_not_counted()
    {
        await using var registry = new WatchedRegistry();
        byte[] large = Large.Three(24);
        await registry.LogAsync(("large.bin", large));
        registry.Temporary.Write($"cache/partial/{TestContent.Sha256(large)}", large[..Large.ChunkSize]);
        var progress = new ProgressRecord();

        await registry.OpenWithProgress(progress).DownloadAsync(registry.Temporary["out"]);

        progress.AssertSound(1, large.Length - Large.ChunkSize);
    }

    [TestMethod]
    public async Task What_another_process_fetches_is_not_counted()
    {
        await using var registry = new WatchedRegistry();
        byte[] large = Large.Three(25);
        byte[] small = TestContent.Random(26, 3000);
        await registry.LogAsync(("large.bin", large), ("small.bin", small));
        Side first = registry.Open();
        var end = new Gate();
        first.Store.Before = (call, token) => call.IsFetch ? end.WaitAsync(token) : Task.CompletedTask;
        Task<string> other = first.DownloadAsync(registry.Temporary["out0"], prefix: "large");
        await Gate.UntilAsync(() => first.Store.FetchedChunks().Length > 0);
        var progress = new ProgressRecord();
        Side second = registry.OpenWithProgress(progress);
        Task<string> download = second.DownloadAsync(registry.Temporary["out1"]);
        await Gate.UntilAsync(() => File.Exists(second.ObjectPath(TestContent.Sha256(small))));
        end.Open();
        await Task.WhenAll(other, download);

        progress.AssertSound(1, small.Length);
    }

    [TestMethod]
    public async Task Bytes_that_are_fetched_again_are_not_counted_again()
    {
        await using var registry = new WatchedRegistry();
        byte[] large = Large.Three(27);
        await registry.LogAsync(("large.bin", large));
        var progress = new ProgressRecord();
        Side side = registry.OpenWithProgress(progress, concurrency: 1);
        int damaged = 0;
        side.Store.Body = (call, body) =>
        {
            Stream slow = call.IsFetch ? AlteredStream.Slow(body, Pause, Large.MiB) : body;
            return call is { IsFetch: true, Chunk: 1 } && Interlocked.Increment(ref damaged) < 3 ? AlteredStream.Flipped(slow, 3) : slow;
        };

        await side.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual(3, damaged);
        progress.AssertSound(1, large.Length);
        // The last chunk comes after both tries: all that was said before is about the first two.
        Assert.IsTrue(progress.Values.Where(value => value.Files == 0).All(value => value.Bytes <= large.Length));
    }

    [TestMethod]
    public async Task A_log_tells_what_it_sends_and_no_more()
    {
        await using var registry = new WatchedRegistry();
        byte[] inNewest = TestContent.Random(30, 400_000);
        byte[] largeInOlder = TestContent.Random(31, 700_000);
        byte[] smallInOlder = TestContent.Random(32, 2000);
        await registry.LogAsync(("l.bin", largeInOlder), ("s.bin", smallInOlder));
        await registry.LogAsync(("n.bin", inNewest));
        byte[] large = Large.Three(33);
        byte[] small = TestContent.Random(34, 1234);
        var progress = new ProgressRecord();
        Side side = registry.OpenWithProgress(progress);
        side.Store.Content = (call, content) => call.IsBlob
            ? new AlteredContent(content, stream => AlteredStream.Slow(stream, Pause, Large.MiB))
            : content;
        using Artifact draft = await registry.DraftAsync(
            ("n.bin", inNewest), ("l.bin", largeInOlder), ("s.bin", smallInOlder), ("large.bin", large), ("small.bin", small));

        await side.Registry.LogAsync(draft);

        progress.AssertSound(2, large.Length + small.Length);
        Assert.IsGreaterThan(2, progress.Values.Count, "also on the way");
    }

    [TestMethod]
    public async Task Bytes_that_are_sent_again_are_not_counted_again()
    {
        await using var registry = new WatchedRegistry();
        byte[] one = TestContent.Random(35, 4 * Large.MiB);
        byte[] two = TestContent.Random(36, (4 * Large.MiB) - 1);
        var progress = new ProgressRecord();
        Side side = registry.OpenWithProgress(progress, concurrency: 1);
        // As a store does whose first try fails at the end.
        side.Store.Content = (call, content) => call.IsBlob ? new TwiceRead(content) : content;
        using Artifact draft = await registry.DraftAsync(("one.bin", one), ("two.bin", two));

        await side.Registry.LogAsync(draft);

        progress.AssertSound(2, one.Length + two.Length);
        foreach (TransferProgress value in progress.Values.Where(value => value.Files == 0))
            Assert.IsLessThanOrEqualTo(one.Length, value.Bytes);
        Assert.IsTrue(progress.Values.Any(value => value.Files == 0), "the first file takes long enough for a word in between");
    }

    private sealed class TwiceRead(UploadSource inner) : UploadSource
    {
        public override long Length => inner.Length;

        public override Stream Open(ByteRange range)
        {
            using (Stream first = inner.Open(range))
            {
                byte[] buffer = new byte[Large.MiB];
                while (first.Read(buffer) > 0)
                    Thread.Sleep(80);
            }

            return inner.Open(range);
        }
    }
}
