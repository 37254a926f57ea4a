using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ArtifactBuild.Testing;

/// <summary>A web server whose answers a test writes byte by byte, and which counts.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<WebTurn> _turns = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly InFlight _inFlight = new();
    private readonly Func<WebTurn, Task> _answer;
    private int _connections;

    public WebServer(Func<WebTurn, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Root => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<WebTurn> Turns => [.. _turns];

    public int Connections => _connections;

    /// <summary>The most requests that were being answered at one moment.</summary>
    public int MostAtOnce => _inFlight.Most;

    /// <summary>So many connections are reset before a byte is read.</summary>
    public int ResetsBeforeRequest { get; init; }

    public void Dispose()
    {
        _listener.Stop();
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _sockets.Add(socket);
            socket.NoDelay = true;
            if (Interlocked.Increment(ref _connections) <= ResetsBeforeRequest)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
                continue;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            while (await ReadHeadAsync(socket) is string[] lines)
            {
                string[] words = lines[0].Split(' ');
                Dictionary<string, string> headers = lines.Skip(1).ToDictionary(
                    line => line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant(),
                    line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
                var turn = new WebTurn(socket, words[0], words[1], headers, _numbers.AddOrUpdate(words[1], 1, (_, before) => before + 1));
                _turns.Enqueue(turn);
                if (!await AnswerAsync(turn))
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<bool> AnswerAsync(WebTurn turn)
    {
        _inFlight.Begin();
        try
        {
            await _answer(turn);
            return !turn.IsLast;
        }
        finally
        {
            _inFlight.End();
        }
    }

    // The requests have no bodies, and nobody sends the next one before the answer.
    private static async Task<string[]?> ReadHeadAsync(Socket socket)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!EndsHead(head))
        {
            if (await socket.ReceiveAsync(one) == 0)
                return null;
            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool EndsHead(List<byte> head) => head.Count > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n';
}
