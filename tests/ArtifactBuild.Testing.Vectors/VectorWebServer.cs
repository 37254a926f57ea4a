using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Testing.Vectors;

/// <summary>The web server of a vector: it answers as the vector says, on a port of its own.</summary>
internal sealed class VectorWebServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly JsonObject _routes;
    private readonly Task _work;

    private VectorWebServer(JsonObject routes, HttpListener listener)
    {
        _routes = routes;
        _listener = listener;
        _work = Task.Run(ServeAsync);
    }

    /// <summary>Starts the server of a vector, if it has one.</summary>
    /// <returns>The server, and the vector with its address.</returns>
    public static (VectorWebServer? Server, Vector Vector) Start(Vector vector)
    {
        if (vector.Json["input"]?["http"] is not JsonObject http)
            return (null, vector);
        string from = new Uri(http["base"]?.GetValue<string>() ?? throw new AssertFailedException("input.http has no base.")).Authority;
        (HttpListener listener, int port) = Listen();
        Vector moved = vector.Replace(from, $"127.0.0.1:{port}");
        // The digest of a reference may be its URI, which has another port now. After an error there may be no end state.
        if (moved.Expected is JsonObject expected)
            expected["digest"] = ManifestDigest.Of(expected["manifest"]!.AsObject());
        return (new VectorWebServer(http["routes"]!.AsObject(), listener), moved);
    }

    public void Dispose()
    {
        _listener.Stop();
        _work.Wait(TimeSpan.FromSeconds(5));
        _listener.Close();
    }

    // A port that was free may be somebody's a moment later.
    private static (HttpListener Listener, int Port) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (Exception e) when (e is HttpListenerException or SocketException && attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Answer(context.Request.RawUrl!, context.Response);
        }
    }

    private void Answer(string path, HttpListenerResponse response)
    {
        using (response)
        {
            if (_routes[path] is not JsonNode route)
            {
                response.StatusCode = 404;
                return;
            }

            byte[] body = VectorFiles.BytesOf(route);
            response.StatusCode = route["status"]?.GetValue<int>() ?? 200;
            foreach ((string name, JsonNode? value) in route["headers"] as JsonObject ?? [])
                response.AddHeader(name, value!.GetValue<string>());
            response.SendChunked = route["no_content_length"] is not null;
            if (!response.SendChunked)
                response.ContentLength64 = body.Length;
            response.OutputStream.Write(body);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
