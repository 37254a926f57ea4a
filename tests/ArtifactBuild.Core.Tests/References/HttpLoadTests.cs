using System.Globalization;
using System.IO.Compression;
using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>Loading what a reference to a web server points to: the bytes that were described, or an error.</summary>
[TestClass]
public class HttpLoadTests
{
    private static readonly byte[] Body = TestContent.Random(60, 300_000);

    [TestMethod]
    [DataRow("ETag: \"other\"")]
    [DataRow("ETag: W/\"tag\"")]
    [DataRow("X: no ETag any more")]
    public async Task Another_ETag_is_another_content(string line)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body, line));
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => WebReference.LoadAsync(server.Root + "/a.bin"));
        StringAssert.Contains(failure.Message, "“a.bin”", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    public async Task Another_length_is_another_content(int difference)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body, "ETag: \"tag\""));
        await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => WebReference.LoadAsync(server.Root + "/a.bin", size: Body.Length + difference));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    public async Task Another_length_is_found_out_at_the_end_when_the_server_does_not_say_it(int difference)
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            await turn.ChunkAsync(Body);
            await turn.ChunkAsync([]);
        });
        await Codes.AssertThrowsAsync(
            ArtifactCodes.DigestMismatch, () => WebReference.LoadAsync(server.Root + "/a.bin", size: Body.Length + difference));
    }

    [TestMethod]
    [DataRow("401 Unauthorized")]
    [DataRow("403 Forbidden")]
    [DataRow("404 Not Found")]
    [DataRow("410 Gone")]
    [DataRow("503 Service Unavailable")]
    public async Task What_is_gone_is_unavailable(string status)
    {
        using var server = new WebServer(turn => turn.AnswerAsync(status, []));
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin"));
        StringAssert.Contains(failure.Message, status[..3], StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task What_is_compressed_stays_as_it_is()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[1_000_000]);
        using var server = new WebServer(turn => turn.AnswerAsync(packed.ToArray(), "ETag: \"tag\"", "Content-Encoding: gzip"));

        CollectionAssert.AreEqual(packed.ToArray(), await WebReference.LoadAsync(server.Root + "/a.gz", size: packed.Length));

        Assert.IsFalse(server.Turns.Single().Headers.ContainsKey("accept-encoding"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_busy_server_is_asked_again_after_the_time_it_gives(bool asDate)
    {
        var clock = new TestClock(skips: TimeSpan.FromSeconds(20));
        DateTimeOffset start = clock.GetUtcNow();
        using var server = new WebServer(turn => turn.Number == 1
            ? turn.AnswerAsync("503 Service Unavailable", [], "Retry-After: " + (asDate ? start.AddSeconds(3).ToString("R", CultureInfo.InvariantCulture) : "3"))
            : turn.AnswerAsync(Body, "ETag: \"tag\""));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", WebReference.Quick with { MaxPause = TimeSpan.FromSeconds(20), Clock = clock });

        CollectionAssert.AreEqual(Body, loaded);
        Assert.AreEqual(TimeSpan.FromSeconds(3), clock.GetUtcNow() - start);
        Assert.HasCount(2, server.Turns);
    }

    [TestMethod]
    public async Task A_server_that_asks_for_an_hour_gets_no_more_than_the_longest_pause()
    {
        var clock = new TestClock(skips: TimeSpan.FromHours(2));
        DateTimeOffset start = clock.GetUtcNow();
        RemoteOptions options = WebReference.Quick with { IdleTimeout = TimeSpan.FromHours(3), Clock = clock };
        using var server = new WebServer(turn => turn.AnswerAsync("503 Service Unavailable", [], "Retry-After: 3600"));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", options));
        Assert.HasCount(options.MaxAttempts, server.Turns);
        Assert.AreEqual((options.MaxAttempts - 1) * options.MaxPause, clock.GetUtcNow() - start);
    }

    [TestMethod]
    public async Task A_part_that_nobody_asked_for_is_not_taken_for_the_whole()
    {
        using var server = new WebServer(turn =>
            turn.AnswerAsync("206 Partial Content", Body[..1000], "ETag: \"tag\"", $"Content-Range: bytes 0-999/{Body.Length}"));
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin"));
    }

    [TestMethod]
    public async Task A_body_that_never_ends_is_stopped_soon_after_the_size_it_had()
    {
        long sent = 0;
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            for (; sent < 2_000_000_000; sent += Body.Length)
                await turn.ChunkAsync(Body);
        });
        using var loaded = new CountingStream();
        using var handler = new ArtifactBuild.References.HttpReferences(WebReference.Quick);
        var entry = new ManifestEntry { Path = "a.bin", Digest = "tag", Size = 5000, Ref = server.Root + "/a.bin" };

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => handler.LoadAsync(entry, loaded, CancellationToken.None));

        Assert.IsLessThan(2_000_000, loaded.Position);
        Assert.IsLessThan(200_000_000, sent, "the connection ended too");
    }

    [TestMethod]
    public async Task A_body_that_never_ends_can_be_cancelled_when_nobody_knows_its_size()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            for (int i = 0; ; i++)
            {
                await turn.ChunkAsync(Body[..1000]);
                if (i == 100)
                    await cancel.CancelAsync();
                await Task.Delay(1);
            }
        });
        using var handler = new ArtifactBuild.References.HttpReferences(WebReference.Quick);
        var entry = new ManifestEntry { Path = "a.bin", Digest = "tag", Ref = server.Root + "/a.bin" };
        using var loaded = new CountingStream();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => handler.LoadAsync(entry, loaded, cancel.Token).WaitAsync(TestClock.Patience, CancellationToken.None));
    }

    [TestMethod]
    public async Task Connections_that_are_reset_at_once_are_tried_again()
    {
        using var server = new WebServer(turn => turn.AnswerAsync(Body, "ETag: \"tag\"")) { ResetsBeforeRequest = 3 };
        CollectionAssert.AreEqual(Body, await WebReference.LoadAsync(server.Root + "/a.bin"));
        Assert.AreEqual(4, server.Connections);
    }

    [TestMethod]
    public async Task A_server_that_is_not_there_is_unavailable_after_all_tries()
    {
        string uri;
        using (var server = new WebServer(turn => turn.AnswerAsync(Body)))
            uri = server.Root + "/a.bin";
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(uri));
        StringAssert.Contains(failure.Message, "ConnectionRefused", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_server_that_never_answers_is_given_up_on()
    {
        var clock = new TestClock(skips: WebReference.Quick.MaxPause);
        RemoteOptions impatient = WebReference.Quick with { MaxAttempts = 2, Clock = clock };
        using var server = new WebServer(_ =>
        {
            clock.Advance(impatient.IdleTimeout);
            return Task.Delay(Timeout.Infinite);
        });
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", impatient));
        StringAssert.Contains(failure.Message, "nothing moved", StringComparison.Ordinal);
        Assert.HasCount(2, server.Turns);
    }

    /// <summary>Keeps nothing of what is written.</summary>
    private sealed class CountingStream : Stream
    {
        private long _position;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _position;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _position += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
