using System.Net;
using System.Net.Sockets;
using System.Text;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>A server for one connection that keeps every byte it gets and sends just the bytes it is told to.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly StringBuilder _received = new();

    public RawServer() => _listener.Start();

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>All that came, one char for one byte.</summary>
    public string Received
    {
        get
        {
            lock (_received) return _received.ToString();
        }
    }

    /// <summary>Waits until a text has come.</summary>
    public Task ReceivesAsync(string text) => Gate.UntilAsync(() => Received.Contains(text, StringComparison.Ordinal));

    /// <summary>Serves one connection: each time the text that came ends with a key, sends the value.</summary>
    /// <param name="answers">What to send after what.</param>
    /// <param name="piece">How many bytes to send at once.</param>
    /// <param name="closeAtEnd">Whether to end the connection after the last answer.</param>
    public async Task ServeAsync((string After, string Send)[] answers, int piece = int.MaxValue, bool closeAtEnd = false)
    {
        using var socket = await _listener.AcceptSocketAsync();
        socket.NoDelay = true;
        byte[] buffer = new byte[64 << 10];
        foreach (var (after, send) in answers)
        {
            while (!Received.EndsWith(after, StringComparison.Ordinal))
            {
                int read = await socket.ReceiveAsync(buffer);
                if (read == 0) return;
                lock (_received) _received.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }

            byte[] bytes = Encoding.Latin1.GetBytes(send);
            for (int i = 0; i < bytes.Length; i += Math.Min(piece, bytes.Length - i))
            {
                await socket.SendAsync(bytes.AsMemory(i, Math.Min(piece, bytes.Length - i)));
                if (piece < 100) await Task.Delay(1);
            }
        }

        if (closeAtEnd) socket.Shutdown(SocketShutdown.Send);
        while (await socket.ReceiveAsync(buffer) is > 0 and var more)
        {
            lock (_received) _received.Append(Encoding.Latin1.GetString(buffer, 0, more));
        }
    }

    public void Dispose() => _listener.Dispose();
}
