using System.Net.Sockets;
using System.Text;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>A client that sends just the bytes it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(address.Host, address.Port);
        return client;
    }

    public async Task SendAsync(string text, int piece = int.MaxValue)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int i = 0; i < bytes.Length; i += Math.Min(piece, bytes.Length - i))
        {
            await _socket.SendAsync(bytes.AsMemory(i, Math.Min(piece, bytes.Length - i)));
            if (piece < 100) await Task.Delay(1);
        }
    }

    /// <summary>Reads exactly so many bytes, or up to the end.</summary>
    public async Task<string> ReadAsync(int bytes = int.MaxValue)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[64 << 10];
        while (text.Length < bytes)
        {
            int read = await _socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, bytes - text.Length)));
            if (read == 0) break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Ends its own stream and still reads.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();
}
