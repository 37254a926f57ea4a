using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ArtifactBuild.GcsHosting.Tests.Fixtures;
using ArtifactBuild.Testing;

namespace ArtifactBuild.GcsHosting.Tests.Uploads;

/// <summary>Connections that break, or hang, in the middle of a chunk.</summary>
[TestClass]
public class BrokenChunkTests
{
    private const int Unit = 256 * 1024;

    [TestMethod]
    public async Task A_broken_chunk_is_kept_as_far_as_whole_units_came_and_resumed_there()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(4 * Unit + 10);
        string session = await host.StartSessionAsync("model");
        using (TcpClient connection = await SendPartAsync(host, session, bytes, sent: 2 * Unit + 1000))
            await KeptAsync(host, session, 2 * Unit);

        // It may take a moment until the host notices; the end of the connection is logged without a status.
        await Gate.UntilAsync(() => host.Host.Requests.Count(each => each.Method == "PUT" && each.Status == 0) > 0);
        Assert.AreEqual(1, host.Host.Requests.Count(each => each.Method == "PUT" && each.Status == 0));

        (await host.PutAsync(session, [], "bytes */*")).ExpectKept(2 * Unit);
        (await host.PutAsync(session, bytes[(2 * Unit)..], $"bytes {2 * Unit}-{bytes.Length - 1}/{bytes.Length}")).Expect(HttpStatusCode.OK);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    public async Task A_connection_that_hangs_does_not_hold_up_the_next_one()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        byte[] bytes = RunningHost.Bytes(3 * Unit);
        string session = await host.StartSessionAsync("model");
        using TcpClient hanging = await SendPartAsync(host, session, bytes, sent: Unit + 1000);
        await KeptAsync(host, session, Unit);
        (await host.PutAsync(session, bytes[Unit..], $"bytes {Unit}-{bytes.Length - 1}/{bytes.Length}")).Expect(HttpStatusCode.OK);
        CollectionAssert.AreEqual(bytes, (await host.GetAsync(RunningHost.ObjectPath("model", "?alt=media"))).Body);
    }

    [TestMethod]
    public async Task A_simple_upload_that_breaks_stores_nothing()
    {
        await using RunningHost host = await RunningHost.StartAsync();
        string url = new Uri(host.Host.Endpoint, RunningHost.UploadPath("media", "model")).AbsoluteUri;
        (await SendPartAsync(host, url, RunningHost.Bytes(100_000), sent: 99_999, method: "POST")).Dispose();
        await Gate.UntilAsync(() => host.Host.Requests.Count(each => each.Method == "POST") > 0);
        Assert.AreEqual(0, host.Host.Requests.Entries.Single().Status);
        (await host.GetAsync(RunningHost.ObjectPath("model"))).Expect(HttpStatusCode.NotFound);
    }

    private static async Task<TcpClient> SendPartAsync(RunningHost host, string url, byte[] bytes, int sent, string method = "PUT")
    {
        var uri = new Uri(url);
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, uri.Port);
        NetworkStream stream = connection.GetStream();
        string range = method == "PUT" ? string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes 0-{bytes.Length - 1}/{bytes.Length}\r\n") : "";
        string head = $"{method} {uri.PathAndQuery} HTTP/1.1\r\nHost: {host.Host.Endpoint.Authority}\r\n{range}Content-Length: {bytes.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(bytes.AsMemory(0, sent));
        await stream.FlushAsync();
        return connection;
    }

    private static async Task KeptAsync(RunningHost host, string session, long bytes)
    {
        using var limit = new CancellationTokenSource(RunningHost.Patience);
        while ((await host.PutAsync(session, [], "bytes */*")).Header("Range") != $"bytes=0-{bytes - 1}")
            await Task.Delay(20, limit.Token);
    }
}
