using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Something that listens, says the same to everybody, and is no object store.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[]? _answer;
    private readonly Task _work;

    /// <param name="answer">What it says, and hangs up; nothing for one that only listens.</param>
    public CannedServer(string? answer)
    {
        _answer = answer is null ? null : Encoding.UTF8.GetBytes(answer);
        _listener.Start();
        _work = AcceptAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>An endpoint at which nobody listens.</summary>
    public static Uri Nobody()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri($"http://127.0.0.1:{port}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
                conversations.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(conversations);
    }

    private async Task TalkAsync(TcpClient client)
    {
        using TcpClient closing = client;
        try
        {
            byte[] buffer = new byte[64 * 1024];
            int read = await client.GetStream().ReadAsync(buffer, _stop.Token);
            if (_answer is null)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            else if (read > 0)
                await client.GetStream().WriteAsync(_answer, _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
        }
    }
}
