using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>A request as a responder sees it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path as it was sent, without the query.</param>
/// <param name="Query">The query, decoded.</param>
/// <param name="Headers">The headers.</param>
internal sealed record AskedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, WebHeaderCollection Headers);

/// <summary>An answer of a responder.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">Headers beside those of the body.</param>
internal sealed record Answered(int Status, byte[] Body, params IReadOnlyList<(string Name, string Value)> Headers)
{
    public static Answered Json(int status, string json) => new(status, Encoding.UTF8.GetBytes(json), ("Content-Type", "application/json"));
}

/// <summary>A server on this machine that answers what a test wants.</summary>
internal sealed class Responder : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<AskedRequest, Answered> _answer;
    private readonly List<AskedRequest> _asked = [];

    public Responder(Func<AskedRequest, Answered> answer)
    {
        _answer = answer;
        (_listener, Endpoint) = Listen();
        _ = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<AskedRequest> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public void Dispose() => _listener.Close();

    // A port that was free may be somebody's a moment later.
    private static (HttpListener Listener, Uri Endpoint) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            var endpoint = new Uri($"http://127.0.0.1:{FreePort()}/");
            var listener = new HttpListener();
            listener.Prefixes.Add(endpoint.AbsoluteUri);
            try
            {
                listener.Start();
                return (listener, endpoint);
            }
            catch (Exception e) when (e is HttpListenerException or SocketException && attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string[] parts = context.Request.RawUrl!.Split('?', 2);
        var query = (parts.ElementAtOrDefault(1) ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""), StringComparer.Ordinal);
        var request = new AskedRequest(context.Request.HttpMethod, parts[0], query, new WebHeaderCollection { context.Request.Headers });
        lock (_asked)
            _asked.Add(request);
        // Who answers before a body is there breaks the connection under its sender.
        await context.Request.InputStream.CopyToAsync(Stream.Null);
        Answered answer = _answer(request);
        using HttpListenerResponse response = context.Response;
        response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
            response.Headers[name] = value;
        response.ContentLength64 = answer.Body.Length;
        await response.OutputStream.WriteAsync(answer.Body);
    }
}
