using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>A body that breaks off goes on where it did, if what goes on is the same content for certain.</summary>
[TestClass]
public sealed class HttpResumeTests : IDisposable
{
    private const int Cut = 400_000;

    private static readonly byte[] Body = TestContent.Random(61, 1_000_000);

    private readonly TestClock _clock = new(skips: WebReference.Quick.MaxPause);
    private readonly MemoryStream _loaded = new();

    /// <summary>For what stands still until the test moves the clock.</summary>
    private RemoteOptions OnTestClock => WebReference.Quick with { Clock = _clock };

    public void Dispose() => _loaded.Dispose();

    [TestMethod]
    [DataRow("\"tag\"", "tag")]
    [DataRow("W/\"tag\"", "W/\"tag\"")]
    public async Task A_cut_connection_goes_on_in_the_middle(string etag, string digest)
    {
        using WebServer server = Broken(etag, turn => turn.Reset(), turn => turn.RangeAsync(Body, $"ETag: {etag}"));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", digest: digest, size: Body.Length, into: _loaded);

        Assert.IsTrue(Body.AsSpan().SequenceEqual(loaded));
        Assert.HasCount(2, server.Turns);
        // What was still on its way when the connection was reset may be lost, but it does not begin anew.
        Assert.IsInRange(1L, Cut, server.Turns[1].From!.Value);
    }

    [TestMethod]
    public async Task An_early_end_goes_on_exactly_there()
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => turn.RangeAsync(Body, "ETag: \"tag\""));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", size: Body.Length, into: _loaded);

        Assert.IsTrue(Body.AsSpan().SequenceEqual(loaded));
        Assert.AreEqual(Cut, server.Turns[1].From);
    }

    [TestMethod]
    public async Task It_goes_on_as_often_as_it_moves()
    {
        // Ten cuts are more than the tries of one request.
        using var server = new WebServer(async turn =>
        {
            int from = (int)(turn.From ?? 0);
            int to = Math.Min(Body.Length, from + 100_000);
            string range = $"Content-Range: bytes {from}-{Body.Length - 1}/{Body.Length}";
            await turn.HeadAsync(from == 0 ? "200 OK" : "206 Partial Content", "ETag: \"tag\"", $"Content-Length: {Body.Length - from}", from == 0 ? "X: y" : range);
            await turn.WriteAsync(Body.AsMemory(from..to));
            turn.End();
        });

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", size: Body.Length);

        Assert.IsTrue(Body.AsSpan().SequenceEqual(loaded));
        CollectionAssert.AreEqual(Enumerable.Range(1, 9).Select(i => (long?)(i * 100_000L)).ToArray(), server.Turns.Skip(1).Select(turn => turn.From).ToArray());
    }

    [TestMethod]
    public async Task A_stall_ends_the_connection_and_goes_on()
    {
        using WebServer server = Broken("\"tag\"", StallAsync, turn => turn.RangeAsync(Body, "ETag: \"tag\""));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", OnTestClock, size: Body.Length, into: _loaded);

        Assert.IsTrue(Body.AsSpan().SequenceEqual(loaded));
        Assert.AreEqual(Cut, server.Turns[1].From);
    }

    [TestMethod]
    public async Task A_server_that_always_stalls_is_given_up_on()
    {
        using var server = new WebServer(async turn =>
        {
            await (turn.From is null
                ? turn.HeadAsync("200 OK", "ETag: \"tag\"", "Content-Length: 10")
                : turn.HeadAsync("206 Partial Content", "ETag: \"tag\"", $"Content-Range: bytes {turn.From}-9/10", $"Content-Length: {10 - turn.From}"));
            await StallAsync(turn);
        });
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", OnTestClock));
        // The time may be over while the head or while the body is waited for.
        Assert.IsInRange(2, OnTestClock.MaxAttempts * OnTestClock.MaxAttempts, server.Turns.Count);
    }

    [TestMethod]
    public async Task A_stall_of_a_body_of_unknown_length_is_an_error()
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            await turn.ChunkAsync(Body[..100]);
            await Gate.UntilAsync(() => _loaded.Length == 100);
            await StallAsync(turn);
        });
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", OnTestClock, into: _loaded));
        StringAssert.Contains(failure.Message, "nothing moved", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task A_cut_body_of_unknown_length_is_an_error_and_no_shorter_file()
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            await turn.ChunkAsync(Body[..100]);
            turn.End();
        });
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin"));
    }

    [TestMethod]
    public async Task A_server_that_begins_anew_is_refused()
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => turn.AnswerAsync(Body, "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    [DataRow("\"other\"")]
    [DataRow("W/\"tag\"")]
    [DataRow(null)]
    public async Task A_rest_with_another_ETag_is_refused(string? etag)
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => etag is null
            ? turn.RangeAsync(Body)
            : turn.RangeAsync(Body, $"ETag: {etag}"));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    public async Task A_rest_that_is_younger_than_its_beginning_is_refused()
    {
        using var server = new WebServer(turn => BreakAsync(
            turn,
            ["Last-Modified: Mon, 02 Mar 2026 10:00:00 GMT"],
            turn =>
            {
                turn.End();
                return Task.CompletedTask;
            },
            () => turn.RangeAsync(Body, "Last-Modified: Mon, 02 Mar 2026 10:00:01 GMT")));
        await AssertRefusedAsync(server, digest: server.Root + "/a.bin");
    }

    [TestMethod]
    public async Task A_rest_of_a_content_of_another_length_is_refused()
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => turn.AnswerAsync(
            "206 Partial Content", Body[Cut..], $"Content-Range: bytes {Cut}-{Body.Length - 1}/{Body.Length + 1}", "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    public async Task A_rest_that_begins_elsewhere_is_refused()
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => turn.AnswerAsync(
            "206 Partial Content", Body[(Cut - 1)..], $"Content-Range: bytes {Cut - 1}-{Body.Length - 1}/{Body.Length}", "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    public async Task A_content_that_is_gone_in_the_middle_is_unavailable()
    {
        using WebServer server = Broken("\"tag\"", turn => turn.End(), turn => turn.AnswerAsync("404 Not Found", []));
        await AssertRefusedAsync(server);
    }

    private async Task AssertRefusedAsync(WebServer server, string digest = "tag")
    {
        await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", digest: digest, size: Body.Length, into: _loaded));
        Assert.HasCount(2, server.Turns);
        Assert.AreEqual(Cut, server.Turns[1].From);
    }

    /// <summary>A server that breaks off in the middle of its first answer.</summary>
    private WebServer Broken(string etag, Action<WebTurn> breakOff, Func<WebTurn, Task> rest) => Broken(
        etag,
        turn =>
        {
            breakOff(turn);
            return Task.CompletedTask;
        },
        rest);

    private WebServer Broken(string etag, Func<WebTurn, Task> breakOff, Func<WebTurn, Task> rest) =>
        new(turn => BreakAsync(turn, [$"ETag: {etag}"], breakOff, () => rest(turn)));

    private async Task BreakAsync(WebTurn turn, string[] lines, Func<WebTurn, Task> breakOff, Func<Task> rest)
    {
        if (turn.Number > 1)
        {
            await rest();
            return;
        }

        await turn.HeadAsync("200 OK", [$"Content-Length: {Body.Length}", .. lines]);
        await turn.WriteAsync(Body.AsMemory(..Cut));
        await Gate.UntilAsync(() => _loaded.Length == Cut);
        await breakOff(turn);
    }

    // Sends nothing more until the client goes. The clock is moved for each of its waits: what it waited for may have come at the very
    // moment, and then it waits anew. Once it has gone, who waits is its next request, whose time is not over.
    private async Task StallAsync(WebTurn turn)
    {
        Task left = turn.LeftAsync();
        while (await Task.WhenAny(left, _clock.IsWaitedForAsync(WebReference.Quick.IdleTimeout)) != left && !turn.HasLeft)
            _clock.Advance(WebReference.Quick.IdleTimeout);
    }
}
