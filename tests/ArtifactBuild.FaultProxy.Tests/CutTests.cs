using System.Net.Sockets;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Connections that end in the middle, as a client sees them.</summary>
[TestClass]
public sealed class CutTests
{
    [TestMethod]
    [DataRow(CutEnding.Finish)]
    [DataRow(CutEnding.Reset)]
    public async Task A_response_that_is_cut_in_its_body_fails_and_the_next_try_succeeds(CutEnding ending)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Path == "/sized/1000000", Fault.CutResponse(FaultPoint.InBody(70_000), ending)));
        var (socket, http) = await ProxiedServer.FailureAsync(() => all.Client.GetByteArrayAsync("/sized/1000000"));
        if (ending == CutEnding.Reset) Assert.AreEqual(SocketError.ConnectionReset, socket);
        else Assert.AreEqual(HttpRequestError.ResponseEnded, http);
        Assert.AreEqual(new RequestRecord("GET", "/sized/1000000", "", 200, 200, 0, 70_000), all.Proxy.Requests.Single());
        Assert.AreEqual((FaultKind.CutResponse, 1), (all.Proxy.Faults.Single().Kind, all.Proxy.Faults.Single().Occurrence));
        Assert.HasCount(1_000_000, await all.Client.GetByteArrayAsync("/sized/1000000"));
    }

    [TestMethod]
    [DataRow("/sized/1000", 300, 300)]
    [DataRow("/sized/1000", 0, 0)]
    [DataRow("/sized/1000", 5000, 999)]
    [DataRow("/chunked/1000", 300, 300)]
    [DataRow("/chunked/1000", 5000, 1000)]
    public async Task A_cut_in_a_body_leaves_just_the_bytes_before_it(string path, int at, int expected)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.CutResponse(FaultPoint.InBody(at), CutEnding.Finish)));
        using var response = await all.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        using var got = new MemoryStream();
        var (_, http) = await ProxiedServer.FailureAsync(() => response.Content.CopyToAsync(got));
        Assert.AreEqual(HttpRequestError.ResponseEnded, http);
        Assert.IsTrue(Blobs.OfLength(expected).Span.SequenceEqual(got.ToArray()));
    }

    [TestMethod]
    [DataRow(0, "")]
    [DataRow(12, "HTTP/1.1 200")]
    public async Task A_cut_in_a_head_leaves_just_the_bytes_before_it(int at, string expected)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.CutResponse(FaultPoint.InHead(at), CutEnding.Finish)));
        using var client = await RawClient.ConnectAsync(all.Proxy.Endpoint);
        await client.SendAsync("GET /sized/9 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.AreEqual(expected, await client.ReadAsync());
        Assert.HasCount(1, all.Server.Received);
    }

    [TestMethod]
    [DataRow(CutEnding.Finish)]
    [DataRow(CutEnding.Reset)]
    public async Task A_request_that_is_cut_does_not_arrive_whole(CutEnding ending)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Method == "PUT", Fault.CutRequest(FaultPoint.Part(0.5), ending)));
        var (socket, http) = await ProxiedServer.FailureAsync(() => all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(4_000_000))));
        if (ending == CutEnding.Reset) Assert.Contains(socket, new SocketError?[] { SocketError.ConnectionReset, SocketError.Shutdown });
        else Assert.AreEqual(HttpRequestError.ResponseEnded, http);
        Assert.IsEmpty(all.Server.Received);
        Assert.AreEqual(new RequestRecord("PUT", "/blob", "", 0, 0, 2_000_000, 0), all.Proxy.Requests.Single());
        using var again = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(4_000_000)));
        Assert.AreEqual(4_000_000, all.Server.Received.Single().Bytes);
    }

    [TestMethod]
    public async Task A_request_without_a_body_is_cut_in_its_head()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Method == "DELETE", Fault.CutRequest(FaultPoint.InBody(9))));
        await ProxiedServer.FailureAsync(() => all.Client.DeleteAsync("/sized/1"));
        Assert.IsEmpty(all.Server.Received);
        Assert.HasCount(1, all.Proxy.Faults);
    }

    [TestMethod]
    public async Task A_client_that_goes_away_takes_the_servers_connection_with_it()
    {
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        var serving = server.ServeAsync([("\r\n\r\n", ""), ("never", "")]);
        using (var client = ProxiedServer.NewClient(proxy.Endpoint))
        {
            using var cancel = new CancellationTokenSource();
            var slow = client.GetAsync("/slow", cancel.Token);
            await server.ReceivesAsync("\r\n\r\n");
            await cancel.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => slow);
        }

        await serving.WaitAsync(TestClock.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.IsTrue(serving.IsCompleted);
    }
}
