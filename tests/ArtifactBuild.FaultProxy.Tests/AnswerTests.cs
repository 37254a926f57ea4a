using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Errors that the proxy gives in the server's place, and doors that are closed.</summary>
[TestClass]
public sealed class AnswerTests
{
    [TestMethod]
    [DataRow(500, false)]
    [DataRow(503, false)]
    [DataRow(429, true)]
    [DataRow(408, true)]
    public async Task An_error_comes_without_or_after_the_servers_work(int status, bool after)
    {
        var fault = Fault.Answer(status, TimeSpan.FromSeconds(2), ErrorBody.None, after);
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Method == "PUT", fault));
        using (var response = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(1_000_000))))
        {
            Assert.AreEqual(status, (int)response.StatusCode);
            Assert.AreEqual(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
            Assert.AreEqual("", await response.Content.ReadAsStringAsync());
        }

        Assert.HasCount(after ? 1 : 0, all.Server.Received);
        Assert.AreEqual(new RequestRecord("PUT", "/blob", "", status, after ? 200 : 0, 1_000_000, 0), all.Proxy.Requests.Single());
        Assert.AreEqual(after ? FaultKind.AnswerAfterForward : FaultKind.Answer, all.Proxy.Faults.Single().Kind);
        using var again = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(1_000_000)));
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.AreEqual(1, all.Proxy.Connections);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Who_asks_before_sending_a_body_is_answered_too(bool after)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Header("expect") == "100-continue", Fault.Answer(503, afterForwarding: after)));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/blob") { Content = new ReadOnlyMemoryContent(Blobs.OfLength(1_000_000)) };
        request.Headers.ExpectContinue = true;
        using var response = await all.Client.SendAsync(request);
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.IsNull(response.Headers.RetryAfter);
        Assert.HasCount(after ? 1 : 0, all.Server.Received);
        Assert.HasCount(5, await all.Client.GetByteArrayAsync("/sized/5"));
    }

    [TestMethod]
    public async Task A_head_request_is_answered_without_a_body()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Method == "HEAD", Fault.Answer(500, body: ErrorBody.S3)));
        using var head = await all.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/sized/5"));
        Assert.AreEqual(HttpStatusCode.InternalServerError, head.StatusCode);
        Assert.HasCount(5, await all.Client.GetByteArrayAsync("/sized/5"));
        Assert.AreEqual(1, all.Proxy.Connections);
    }

    [TestMethod]
    public async Task Errors_look_like_those_of_the_three_clouds()
    {
        var script = FaultScript.On(_ => true, Fault.Answer(503, body: ErrorBody.S3))
            .ThenOn(_ => true, Fault.Answer(503, body: ErrorBody.Azure))
            .ThenOn(_ => true, Fault.Answer(429, body: ErrorBody.Gcs));
        await using var all = await ProxiedServer.StartAsync(script);
        using var s3 = await all.Client.GetAsync("/sized/1");
        Assert.AreEqual("SlowDown", XDocument.Parse(await s3.Content.ReadAsStringAsync()).Root!.Element("Code")!.Value);
        Assert.AreEqual("application/xml", s3.Content.Headers.ContentType!.MediaType);
        using var azure = await all.Client.GetAsync("/sized/1");
        Assert.AreEqual("ServerBusy", azure.Headers.GetValues("x-ms-error-code").Single());
        Assert.AreEqual("ServerBusy", XDocument.Parse(await azure.Content.ReadAsStringAsync()).Root!.Element("Code")!.Value);
        using var gcs = await all.Client.GetAsync("/sized/1");
        using var json = JsonDocument.Parse(await gcs.Content.ReadAsStringAsync());
        Assert.AreEqual(429, json.RootElement.GetProperty("error").GetProperty("code").GetInt32());
        Assert.AreEqual("rateLimitExceeded", json.RootElement.GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [TestMethod]
    [DataRow(Refusal.Refuse, SocketError.ConnectionRefused)]
    [DataRow(Refusal.Drop, SocketError.ConnectionReset)]
    public async Task New_connections_are_kept_out_for_a_while(Refusal refusal, SocketError expected)
    {
        var time = TimeSpan.FromMinutes(1);
        // A port that is not free at once is tried again after milliseconds.
        var clock = new TestClock(skips: TimeSpan.FromMilliseconds(10));
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Path == "/sized/1", Fault.Refuse(time, refusal)), clock);
        Assert.HasCount(2, await all.Client.GetByteArrayAsync("/sized/2"));
        using (var other = ProxiedServer.NewClient(all.Proxy.Endpoint))
        {
            var (first, _) = await ProxiedServer.FailureAsync(() => other.GetByteArrayAsync("/sized/1"));
            Assert.AreEqual(SocketError.ConnectionReset, first);
            var (second, _) = await ProxiedServer.FailureAsync(() => other.GetByteArrayAsync("/sized/1"));
            Assert.AreEqual(expected, second);

            // Who was in stays in.
            Assert.HasCount(2, await all.Client.GetByteArrayAsync("/sized/2"));
            if (refusal == Refusal.Refuse) await clock.IsWaitedForAsync(time);
            clock.Advance(time);
            Assert.HasCount(1, await other.GetByteArrayAsync("/sized/1"));
        }

        Assert.AreEqual(FaultKind.Refuse, all.Proxy.Faults.Single().Kind);
    }
}
