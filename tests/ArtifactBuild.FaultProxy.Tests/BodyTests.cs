using System.Numerics;
using ArtifactBuild.Faults.Tests.Fixtures;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Bodies that are short or wrong.</summary>
[TestClass]
public sealed class BodyTests
{
    [TestMethod]
    [DataRow("/sized/1000")]
    [DataRow("/chunked/1000")]
    public async Task A_truncated_body_ends_early_and_http_finds_it(string path)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.Truncate(FaultPoint.Part(0.5))));
        var (socket, http) = await ProxiedServer.FailureAsync(() => all.Client.GetByteArrayAsync(path));
        Assert.AreEqual(HttpRequestError.ResponseEnded, http);
        Assert.IsNull(socket);
        Assert.AreEqual(500, all.Proxy.Requests.Single().ResponseBodyBytes);
        Assert.HasCount(1000, await all.Client.GetByteArrayAsync(path));
    }

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.5, 50_000)]
    [DataRow(1.0, 99_999)]
    public async Task A_shortened_body_looks_right_to_http_and_the_connection_lives_on(double part, int expected)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.Shorten(FaultPoint.Part(part))));
        byte[] got = await all.Client.GetByteArrayAsync("/sized/100000");
        Assert.IsTrue(Blobs.OfLength(expected).Span.SequenceEqual(got));
        Assert.AreEqual((200, (long)expected), (all.Proxy.Requests[0].Status, all.Proxy.Requests[0].ResponseBodyBytes));
        Assert.HasCount(100_000, await all.Client.GetByteArrayAsync("/sized/100000"));
        Assert.AreEqual(1, all.Proxy.Connections);
    }

    [TestMethod]
    [DataRow("/sized/1000", 0.0, 0)]
    [DataRow("/sized/1000", 0.5, 500)]
    [DataRow("/sized/1000", 1.0, 999)]
    [DataRow("/chunked/1000", 0.0, 0)]
    [DataRow("/chunked/1000", 0.5, 500)]
    public async Task One_bit_of_a_response_is_turned_over(string path, double part, int at)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.FlipResponseBit(FaultPoint.Part(part), 3)));
        byte[] expected = Blobs.OfLength(1000).ToArray();
        expected[at] ^= 8;
        CollectionAssert.AreEqual(expected, await all.Client.GetByteArrayAsync(path));
        CollectionAssert.AreEqual(Blobs.OfLength(1000).ToArray(), await all.Client.GetByteArrayAsync(path));
        Assert.AreEqual(1, all.Proxy.Connections);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task One_bit_of_a_request_is_turned_over(bool chunked)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.FlipRequestBit(FaultPoint.InBody(150_000), 7)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mirror") { Content = new ReadOnlyMemoryContent(Blobs.OfLength(400_000)) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await all.Client.SendAsync(request);
        byte[] got = await response.Content.ReadAsByteArrayAsync();
        byte[] sent = Blobs.OfLength(400_000).ToArray();
        Assert.AreEqual(128, sent[150_000] ^ got[150_000]);
        Assert.AreEqual(1, sent.Zip(got, (a, b) => BitOperations.PopCount((uint)(a ^ b))).Sum());
    }

    [TestMethod]
    public async Task Nothing_is_done_to_a_body_that_is_not_there()
    {
        var script = FaultScript.On(_ => true, Fault.FlipResponseBit(FaultPoint.Part(0.5)))
            .ThenOn(_ => true, Fault.Truncate(FaultPoint.Part(0.5)))
            .ThenOn(_ => true, Fault.Shorten(FaultPoint.Part(0.5)))
            .ThenOn(_ => true, Fault.FlipRequestBit(FaultPoint.Part(0.5)));
        await using var all = await ProxiedServer.StartAsync(script);
        for (int i = 0; i < 4; i++) Assert.IsEmpty(await all.Client.GetByteArrayAsync(i == 0 ? "/chunked/0" : "/sized/0"));
        Assert.IsEmpty(all.Proxy.Faults);
    }
}
