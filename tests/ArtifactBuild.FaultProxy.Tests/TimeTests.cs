using System.Diagnostics;
using ArtifactBuild.Faults.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests;

/// <summary>Responses that are late, pause, crawl or never come.</summary>
[TestClass]
public sealed class TimeTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    [TestMethod]
    public async Task A_delayed_response_comes_whole_and_late()
    {
        var clock = new TestClock();
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.Delay(Late)), clock);
        var get = all.Client.GetAsync("/sized/1000", HttpCompletionOption.ResponseHeadersRead);
        await clock.IsWaitedForAsync(Late);
        Assert.AreEqual(0, all.Proxy.BytesToClient);
        clock.Advance(Late);
        using var response = await get;
        Assert.HasCount(1000, await response.Content.ReadAsByteArrayAsync());
        Assert.AreEqual(FaultKind.Delay, all.Proxy.Faults.Single().Kind);
    }

    [TestMethod]
    [DataRow("/sized/1000")]
    [DataRow("/chunked/1000")]
    public async Task A_stalled_response_pauses_in_the_middle_and_goes_on(string path)
    {
        var clock = new TestClock();
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.Stall(FaultPoint.Part(0.25), Late)), clock);
        using var response = await all.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        byte[] got = new byte[1000];
        await body.ReadExactlyAsync(got.AsMemory(0, 250));
        await clock.IsWaitedForAsync(Late);
        Assert.IsLessThan(1000, all.Proxy.BytesToClient);
        clock.Advance(Late);
        await body.ReadExactlyAsync(got.AsMemory(250));
        Assert.IsTrue(Blobs.OfLength(1000).Span.SequenceEqual(got));
    }

    [TestMethod]
    public async Task A_throttled_request_is_slow_in_both_directions_and_whole()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(_ => true, Fault.Throttle(1_000_000), times: 2));
        long start = Stopwatch.GetTimestamp();
        Assert.HasCount(400_000, await all.Client.GetByteArrayAsync("/sized/400000"));
        var down = Stopwatch.GetElapsedTime(start);
        using var put = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(400_000)));
        var up = Stopwatch.GetElapsedTime(start) - down;
        Assert.AreEqual(Blobs.Hash(Blobs.OfLength(400_000).Span), await put.Content.ReadAsStringAsync());
        Assert.IsGreaterThan(350, down.TotalMilliseconds);
        Assert.IsGreaterThan(350, up.TotalMilliseconds);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_swallowed_response_never_comes_and_the_next_try_succeeds(bool forward)
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.On(r => r.Method == "PUT", Fault.Swallow(forward)));
        using var cancel = new CancellationTokenSource();
        var put = all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(100_000)), cancel.Token);
        await Gate.UntilAsync(() => all.Proxy.Faults.Count > 0);
        Assert.IsFalse(put.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => put);
        await Gate.UntilAsync(() => all.Proxy.Requests.Count > 0);
        Assert.HasCount(forward ? 1 : 0, all.Server.Received);
        Assert.AreEqual((0, forward ? 200 : 0), (all.Proxy.Requests.Single().Status, all.Proxy.Requests.Single().UpstreamStatus));
        using var again = await all.Client.PutAsync("/blob", new ReadOnlyMemoryContent(Blobs.OfLength(100_000)));
        Assert.HasCount(forward ? 2 : 1, all.Server.Received);
    }

    [TestMethod]
    public async Task A_proxy_ends_at_once_whatever_it_is_waiting_for()
    {
        await using var server = await BlobServer.StartAsync();
        Fault[] faults =
        [
            Fault.Delay(TimeSpan.FromMinutes(5)), Fault.Stall(FaultPoint.Part(0.5), TimeSpan.FromMinutes(5)), Fault.Swallow(), Fault.Swallow(false),
            Fault.Throttle(100), Fault.Refuse(TimeSpan.FromMinutes(5)),
        ];
        foreach (var fault in faults)
        {
            var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.On(_ => true, fault, int.MaxValue));
            using var client = ProxiedServer.NewClient(proxy.Endpoint);
            var waiting = Enumerable.Range(0, 5).Select(_ => client.PostAsync("/mirror", new ReadOnlyMemoryContent(Blobs.OfLength(100_000)))).ToList();
            await Gate.UntilAsync(() => proxy.Faults.Count > 0);
            await proxy.DisposeAsync();
            Assert.AreEqual(0, proxy.OpenConnections, fault.ToString());
            Assert.IsEmpty(proxy.Errors);
            foreach (var request in waiting) await ProxiedServer.FailureAsync(() => request);
        }
    }
}
