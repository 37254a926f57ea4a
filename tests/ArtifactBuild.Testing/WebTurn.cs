using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ArtifactBuild.Testing;

/// <summary>One request to a web server of a test, and how it is answered: head and body as the test writes them.</summary>
internal sealed class WebTurn(Socket socket, string method, string path, IReadOnlyDictionary<string, string> headers, int number)
{
    public string Method => method;

    /// <summary>The path with its query, as the client sent it.</summary>
    public string Path => path;

    /// <summary>The headers, with lower-case names.</summary>
    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>How many requests to this path there were, this one included.</summary>
    public int Number => number;

    /// <summary>Where the bytes that are asked for begin; nothing when all are.</summary>
    public long? From => headers.TryGetValue("range", out string? range)
        ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether the connection ends with this answer.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Whether the client has closed the connection, also when <see cref="LeftAsync"/> was not told yet.</summary>
    public bool HasLeft => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    /// <summary>Waits until the client closes the connection.</summary>
    public async Task LeftAsync()
    {
        try
        {
            await socket.ReceiveAsync(new byte[1]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset, or the test is over.
        }
    }

    /// <summary>Answers with a body of known length.</summary>
    public async Task AnswerAsync(string status, byte[] body, params string[] lines)
    {
        await HeadAsync(status, [$"Content-Length: {body.Length}", .. lines]);
        await WriteAsync(body);
    }

    /// <summary>Answers with a body of known length and status 200.</summary>
    public Task AnswerAsync(byte[] body, params string[] lines) => AnswerAsync("200 OK", body, lines);

    public Task RedirectAsync(string location, string status = "302 Found") => AnswerAsync(status, [], $"Location: {location}");

    /// <summary>Answers as a server does that can give parts.</summary>
    public Task RangeAsync(byte[] body, params string[] lines) => From is long from
        ? AnswerAsync("206 Partial Content", body[(int)from..], [$"Content-Range: bytes {from}-{body.Length - 1}/{body.Length}", .. lines])
        : AnswerAsync(body, lines);

    public Task HeadAsync(string status, params string[] lines) =>
        WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n"));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>Writes a piece of a body with <c>Transfer-Encoding: chunked</c>; an empty one ends it.</summary>
    public async Task ChunkAsync(byte[] bytes)
    {
        await WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
        await WriteAsync(bytes);
        await WriteAsync("\r\n"u8.ToArray());
    }

    /// <summary>Ends the connection as a program does that dies.</summary>
    public void Reset()
    {
        IsLast = true;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Ends the connection properly, wherever the answer is.</summary>
    public void End()
    {
        IsLast = true;
        socket.Shutdown(SocketShutdown.Both);
    }
}
