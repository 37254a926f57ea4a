using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Core.Tests.References.Support;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.References;

/// <summary>A body that breaks off goes on where it did, if what goes on is the same content for certain.</summary>
[TestClass]
public class HttpResumeTests
{
    private const int Cut = 400_000;

    private static readonly byte[] Body = TestContent.Random(61, 1_000_000);
    private static readonly RemoteOptions Impatient = WebReference.Quick with { IdleTimeout = TimeSpan.FromMilliseconds(700) };

    [TestMethod]
    [DataRow("\"tag\"", "tag")]
    [DataRow("W/\"tag\"", "W/\"tag\"")]
    public async Task A_cut_connection_goes_on_in_the_middle(string etag, string digest)
    {
        using WebServer server = Broken(etag, (turn, _) => turn.Reset(), turn => turn.RangeAsync(Body, $"ETag: {etag}"));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", digest: digest, size: Body.Length);

        Assert.IsTrue(Body.AsSpan().SequenceEqual(loaded));
        Assert.HasCount(2, server.Turns);
        // What was still on its way when the connection was reset may be lost, but it does not begin anew.
        Assert.IsInRange(1L, Cut, server.Turns[1].From!.Value);
    }

    [TestMethod]
    public async Task An_early_end_goes_on_exactly_there()
    {
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => turn.RangeAsync(Body, "ETag: \"tag\""));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", size: Body.Length);

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
        using WebServer server = Broken("\"tag\"", (_, stalled) => stalled.Wait(TimeSpan.FromSeconds(30)), turn => turn.RangeAsync(Body, "ETag: \"tag\""));

        byte[] loaded = await WebReference.LoadAsync(server.Root + "/a.bin", Impatient, size: Body.Length);

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
            await Task.Delay(Timeout.Infinite);
        });
        RemoteOptions impatient = Impatient with { IdleTimeout = TimeSpan.FromMilliseconds(200) };
        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", impatient));
        Assert.IsInRange(2, 10, server.Turns.Count);
    }

    [TestMethod]
    public async Task A_stall_of_a_body_of_unknown_length_is_an_error()
    {
        using var server = new WebServer(async turn =>
        {
            await turn.HeadAsync("200 OK", "ETag: \"tag\"", "Transfer-Encoding: chunked");
            await turn.ChunkAsync(Body[..100]);
            await Task.Delay(Timeout.Infinite);
        });
        ArtifactException failure = await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", Impatient));
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
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => turn.AnswerAsync(Body, "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    [DataRow("\"other\"")]
    [DataRow("W/\"tag\"")]
    [DataRow(null)]
    public async Task A_rest_with_another_ETag_is_refused(string? etag)
    {
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => etag is null
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
            _ => turn.End(),
            () => turn.RangeAsync(Body, "Last-Modified: Mon, 02 Mar 2026 10:00:01 GMT")));
        await AssertRefusedAsync(server, digest: server.Root + "/a.bin");
    }

    [TestMethod]
    public async Task A_rest_of_a_content_of_another_length_is_refused()
    {
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => turn.AnswerAsync(
            "206 Partial Content", Body[Cut..], $"Content-Range: bytes {Cut}-{Body.Length - 1}/{Body.Length + 1}", "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    public async Task A_rest_that_begins_elsewhere_is_refused()
    {
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => turn.AnswerAsync(
            "206 Partial Content", Body[(Cut - 1)..], $"Content-Range: bytes {Cut - 1}-{Body.Length - 1}/{Body.Length}", "ETag: \"tag\""));
        await AssertRefusedAsync(server);
    }

    [TestMethod]
    public async Task A_content_that_is_gone_in_the_middle_is_unavailable()
    {
        using WebServer server = Broken("\"tag\"", (turn, _) => turn.End(), turn => turn.AnswerAsync("404 Not Found", []));
        await AssertRefusedAsync(server);
    }

    private static async Task AssertRefusedAsync(WebServer server, string digest = "tag")
    {
        await Codes.AssertThrowsAsync(
            ArtifactCodes.ReferenceUnavailable, () => WebReference.LoadAsync(server.Root + "/a.bin", digest: digest, size: Body.Length));
        Assert.HasCount(2, server.Turns);
        Assert.AreEqual(Cut, server.Turns[1].From);
    }

    /// <summary>A server that breaks off in the middle of its first answer.</summary>
    private static WebServer Broken(string etag, Action<WebTurn, ManualResetEventSlim> breakOff, Func<WebTurn, Task> rest)
    {
        var stalled = new ManualResetEventSlim();
        return new WebServer(turn => BreakAsync(turn, [$"ETag: {etag}"], _ => breakOff(turn, stalled), () => rest(turn)));
    }

    private static async Task BreakAsync(WebTurn turn, string[] lines, Action<WebTurn> breakOff, Func<Task> rest)
    {
        if (turn.Number > 1)
        {
            await rest();
            return;
        }

        await turn.HeadAsync("200 OK", [$"Content-Length: {Body.Length}", .. lines]);
        await turn.WriteAsync(Body.AsMemory(..Cut));
        // Let it arrive.
        await Task.Delay(100);
        breakOff(turn);
    }
}
