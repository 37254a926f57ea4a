using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ArtifactBuild.Faults.Tests.Fixtures;

namespace ArtifactBuild.Faults.Tests;

/// <summary>
/// The proxy must not be what a transfer waits for. The figures are printed; the floors are far below them, as
/// machines that run tests are busy, and still above what work for each byte would reach.
/// </summary>
[TestClass]
public sealed class SpeedTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Large_bodies_are_fast()
    {
        await using var all = await ProxiedServer.StartAsync(FaultScript.None);
        const int Size = 100 << 20;
        using var sink = new Discard();
        for (int connections = 1; connections <= 4; connections *= 4)
        {
            await DownloadAsync(connections);
            var time = await DownloadAsync(connections);
            double speed = connections * (double)Size / 1e6 / time.TotalSeconds;
            TestContext.WriteLine($"{connections} at once: {speed:0} MB/s");
            Assert.IsGreaterThan(150, speed);
        }

        async Task<TimeSpan> DownloadAsync(int connections)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
            {
                using var response = await all.Client.GetAsync($"/sized/{Size}", HttpCompletionOption.ResponseHeadersRead);
                await response.Content.CopyToAsync(sink);
            }));
            return Stopwatch.GetElapsedTime(start);
        }
    }

    [TestMethod]
    public async Task Small_requests_are_fast_and_make_little_garbage()
    {
        const int Count = 20_000, Connections = 16;
        await using var server = await BlobServer.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(server.Address, FaultScript.None);
        await RequestAsync(proxy.Endpoint, Connections, 2000);
        var time = await RequestAsync(proxy.Endpoint, Connections, Count);
        TestContext.WriteLine($"{Count / time.TotalSeconds:0} requests/s");
        Assert.IsGreaterThan(2000, Count / time.TotalSeconds);

        long before = GC.GetTotalAllocatedBytes(true);
        await RequestAsync(server.Address, Connections, Count);
        long direct = GC.GetTotalAllocatedBytes(true);
        await RequestAsync(proxy.Endpoint, Connections, Count);
        long perRequest = ((GC.GetTotalAllocatedBytes(true) - direct) - (direct - before)) / Count;
        TestContext.WriteLine($"{perRequest} bytes allocated for each request");
        Assert.IsLessThan(8000, perRequest);
    }

    private static async Task<TimeSpan> RequestAsync(Uri address, int connections, int count)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            byte[] request = Encoding.ASCII.GetBytes("GET /sized/100 HTTP/1.1\r\nHost: h\r\n\r\n"), buffer = new byte[4096];
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port);
            for (int i = 0; i < count / connections; i++)
            {
                await socket.SendAsync(request);
                int length = 0;
                do length += await socket.ReceiveAsync(buffer.AsMemory(length));
                while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is var end && (end < 0 || length < end + 104));
            }
        })));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Takes bytes and keeps none.</summary>
    private sealed class Discard : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }
}
