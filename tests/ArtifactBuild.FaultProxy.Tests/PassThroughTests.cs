using System.Net;
using System.Text;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Without faults nobody sees a difference: what a client of today's run-time and Kestrel say to each other arrives.</summary>
[TestClass]
public sealed class PassThroughTests
{
    [TestMethod]
    [DataRow("/sized/0")]
    [DataRow("/sized/1")]
    [DataRow("/sized/100000")]
    [DataRow("/chunked/0")]
    [DataRow("/chunked/70000")]
    [DataRow("/chunked/5000000")]
    public async Task A_body_arrives_with_its_framing(string path)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        using var direct = ProxiedServer.NewClient(all.Server.Address);
        using var expected = await direct.GetAsync(path);
        using var response = await all.Client.GetAsync(path);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        CollectionAssert.AreEqual(await expected.Content.ReadAsByteArrayAsync(), body);
        Assert.AreEqual(expected.Content.Headers.ContentLength, response.Content.Headers.ContentLength);
        Assert.AreEqual(expected.Headers.TransferEncodingChunked, response.Headers.TransferEncodingChunked);
        Assert.AreEqual(new RequestRecord("GET", path, "", 200, 200, 0, body.Length), all.Proxy.Requests.Single());
    }

    [TestMethod]
    public async Task A_connection_is_kept_alive_and_the_host_is_not_touched()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        for (int i = 0; i < 20; i++) await all.Client.GetByteArrayAsync($"/sized/{i}?a=%20b&i={i}");
        Assert.AreEqual(1, all.Proxy.Connections);
        Assert.AreEqual("/sized/19?a=%20b&i=19", all.Server.Received.Last().Target);
        Assert.AreEqual("a=%20b&i=19", all.Proxy.Requests[19].Query);
        Assert.AreEqual(all.Proxy.Endpoint.Authority, all.Server.Received.Last().Host);
    }

    [TestMethod]
    public async Task Head_and_no_content_have_no_body()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        using var head = await all.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/sized/12345"));
        Assert.AreEqual(12345, head.Content.Headers.ContentLength);
        using var none = await all.Client.GetAsync("/none");
        Assert.AreEqual(HttpStatusCode.NoContent, none.StatusCode);
        Assert.HasCount(10, await all.Client.GetByteArrayAsync("/sized/10"));
        Assert.AreEqual(1, all.Proxy.Connections);
        Assert.AreEqual(0, all.Proxy.Requests[0].ResponseBodyBytes);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public async Task An_upload_arrives_sized_or_chunked_asked_for_or_not(bool chunked, bool expectContinue)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        byte[] blob = Blobs.OfLength(3_000_000).ToArray();
        for (int i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/blob") { Content = new ByteArrayContent(blob) };
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = expectContinue;
            using var response = await all.Client.SendAsync(request);
            Assert.AreEqual(Blobs.Hash(blob), await response.Content.ReadAsStringAsync());
        }

        Assert.AreEqual(1, all.Proxy.Connections);
        Assert.AreEqual(blob.Length, all.Proxy.Requests[1].RequestBodyBytes);
        Assert.IsGreaterThan(2 * blob.Length, all.Proxy.BytesToServer);
    }

    [TestMethod]
    public async Task A_hundred_mebibytes_go_through_in_both_directions()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        var blob = Blobs.OfLength(100 << 20);
        using var put = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(blob));
        Assert.AreEqual(Blobs.Hash(blob.Span), await put.Content.ReadAsStringAsync());
        byte[] got = await all.Client.GetByteArrayAsync($"/sized/{blob.Length}");
        Assert.IsTrue(blob.Span.SequenceEqual(got));
        Assert.AreEqual(blob.Length, all.Proxy.Requests[0].RequestBodyBytes);
        Assert.AreEqual(blob.Length, all.Proxy.Requests[1].ResponseBodyBytes);
    }

    [TestMethod]
    public async Task A_body_that_comes_back_while_it_is_sent_goes_through()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        using var client = await RawClient.ConnectAsync(all.Proxy.Endpoint);
        string blob = Encoding.Latin1.GetString(Blobs.OfLength(20_000_000).Span);

        // Far more than all buffers on the way hold: who only sends until all is sent would wait for ever.
        var sending = client.SendAsync($"POST /mirror HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {blob.Length}\r\n\r\n{blob}");
        string answer = await client.ReadAsync().WaitAsync(TestClock.Patience);
        await sending;
        Assert.IsTrue(answer.EndsWith("\r\n\r\n" + blob, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task A_server_may_refuse_a_body_it_has_not_read()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/refused") { Content = new ReadOnlyMemoryContent(Blobs.OfLength(50_000_000)) };
        request.Headers.ExpectContinue = true;
        using var response = await all.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.HasCount(7, await all.Client.GetByteArrayAsync("/sized/7"));
    }

    [TestMethod]
    public async Task Fifty_at_once_do_not_mix()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, token) =>
        {
            byte[] body = await all.Client.GetByteArrayAsync($"/{(i % 2 == 0 ? "sized" : "chunked")}/{i * 13}", token);
            Assert.IsTrue(Blobs.OfLength(i * 13).Span.SequenceEqual(body));
        });
        Assert.HasCount(2000, all.Proxy.Requests);

        // HttpClient may open a few more than it comes to use.
        Assert.IsLessThanOrEqualTo(100, all.Proxy.Connections);
        Assert.AreEqual(Enumerable.Range(0, 2000).Sum(i => i * 13L), all.Proxy.Requests.Sum(request => request.ResponseBodyBytes));
    }
}
