using System.Net.Sockets;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Every byte of a conversation arrives as it was sent, whatever the pieces it comes in.</summary>
[TestClass]
public sealed class ByteForByteTests
{
    private const string Plain = "GET /a?b=c HTTP/1.1\r\nhOsT:  example.test:99 \r\nX-Odd: \u00e9\r\n\r\n";
    private const string Chunked =
        "PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;name=\"v\"\r\nhello\r\n0B\r\n, you there\r\n0\r\nX-Trailer: t\r\n\r\n";
    private const string AwsChunked =
        "PUT /s HTTP/1.1\r\nHost: h\r\nContent-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 3\r\nContent-Length: 44\r\n\r\n" +
        "3;chunk-signature=00\r\nabc\r\n0;chunk-sig=0\r\n\r\n";

    private const string Sized = "HTTP/1.1 200 OK\r\nServer: raw\r\ncontent-length: 4\r\n\r\nbody";
    private const string WithTrailer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n00\r\nT: 1\r\nU: 2\r\n\r\n";
    private const string NotModified = "HTTP/1.1 304 Not Modified\r\nContent-Length: 999\r\n\r\n";
    private const string Informed = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(int.MaxValue)]
    public async Task All_kinds_of_framing_on_one_connection(int piece)
    {
        const string Head = "HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n";
        (string After, string Send)[] talk =
        [
            (Plain, Sized), (Chunked, WithTrailer), (AwsChunked, Informed), (Plain, NotModified),
            (Head, "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"), (Plain, Sized),
        ];
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        using var client = await RawClient.ConnectAsync(proxy.Endpoint);
        var serving = server.ServeAsync(talk, piece);
        foreach (var (say, hear) in talk)
        {
            await client.SendAsync(say, piece);
            Assert.AreEqual(hear, await client.ReadAsync(hear.Length));
        }

        client.EndSending();
        Assert.AreEqual("", await client.ReadAsync());
        await serving.WaitAsync(TestClock.Patience);
        Assert.AreEqual(string.Concat(talk.Select(turn => turn.After)), server.Received);
        Assert.AreEqual(string.Concat(talk.Select(turn => turn.Send)).Length, proxy.BytesToClient);
        Assert.AreEqual(server.Received.Length, proxy.BytesToServer);
        CollectionAssert.AreEqual(new long[] { 0, 16, 44, 0, 0, 0 }, proxy.Requests.Select(request => request.RequestBodyBytes).ToArray());
        CollectionAssert.AreEqual(new long[] { 4, 3, 0, 0, 0, 4 }, proxy.Requests.Select(request => request.ResponseBodyBytes).ToArray());
        CollectionAssert.AreEqual(new[] { 200, 200, 204, 304, 200, 200 }, proxy.Requests.Select(request => request.Status).ToArray());
        Assert.IsEmpty(proxy.Errors);
    }

    [TestMethod]
    public async Task Requests_that_do_not_wait_for_answers_are_answered_in_order()
    {
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        using var client = await RawClient.ConnectAsync(proxy.Endpoint);
        var serving = server.ServeAsync([(Plain, Sized), (Chunked, WithTrailer), (Plain, Sized)], closeAtEnd: true);
        await client.SendAsync(Plain + Chunked + Plain);
        Assert.AreEqual(Sized + WithTrailer + Sized, await client.ReadAsync());
        client.Dispose();
        await serving.WaitAsync(TestClock.Patience);
        Assert.HasCount(3, proxy.Requests);
    }

    [TestMethod]
    public async Task A_body_without_a_length_ends_with_the_connection()
    {
        const string Answer = "HTTP/1.0 200 OK\r\n\r\nall that comes";
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        using var client = await RawClient.ConnectAsync(proxy.Endpoint);
        var serving = server.ServeAsync([(Plain, Answer)], piece: 5, closeAtEnd: true);
        await client.SendAsync(Plain);
        Assert.AreEqual(Answer, await client.ReadAsync());
        client.Dispose();
        await serving.WaitAsync(TestClock.Patience);
        Assert.AreEqual(14, proxy.Requests.Single().ResponseBodyBytes);
    }

    [TestMethod]
    public async Task A_server_that_ends_an_idle_connection_ends_the_clients()
    {
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        using var client = await RawClient.ConnectAsync(proxy.Endpoint);
        var serving = server.ServeAsync([(Plain, Sized)], closeAtEnd: true);
        await client.SendAsync(Plain);
        Assert.AreEqual(Sized, await client.ReadAsync().WaitAsync(TestClock.Patience));
        client.Dispose();
        await serving.WaitAsync(TestClock.Patience);
    }

    [TestMethod]
    public async Task What_is_not_http_is_an_error_of_the_proxy_and_ends_the_connection()
    {
        using var server = new RawServer();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        using var client = await RawClient.ConnectAsync(proxy.Endpoint);
        await client.SendAsync("not http\r\n\r\n");
        await Assert.ThrowsAsync<SocketException>(async () => await client.ReadAsync().WaitAsync(TestClock.Patience));
        Assert.IsInstanceOfType<InvalidDataException>(proxy.Errors.Single());
    }
}
