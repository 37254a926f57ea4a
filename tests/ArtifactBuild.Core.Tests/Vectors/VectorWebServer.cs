using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ArtifactBuild.Core.Tests.Vectors;

/// <summary>The web server of a vector: it answers as the vector says, on a port of its own.</summary>
internal sealed class VectorWebServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly JsonObject _routes;
    private readonly Task _work;

    private VectorWebServer(JsonObject routes, int port)
    {
        _routes = routes;
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _work = Task.Run(ServeAsync);
    }

    /// <summary>Starts the server of a vector, if it has one.</summary>
    /// <returns>The server, and the vector with its address.</returns>
    public static (VectorWebServer? Server, Vector Vector) Start(Vector vector)
    {
        if (vector.Json["input"]?["http"] is not JsonObject http)
            return (null, vector);
        int port = FreePort();
        string from = new Uri(http["base"]!.GetValue<string>()).Authority;
        Vector moved = vector.Replace(from, $"127.0.0.1:{port}");
        // The digest of a reference may be its URI, which has another port now.
        moved.Expected!["digest"] = ManifestDigest.Of(moved.Expected["manifest"]!.AsObject());
        return (new VectorWebServer(http["routes"]!.AsObject(), port), moved);
    }

    public void Dispose()
    {
        _listener.Stop();
        _work.Wait(TimeSpan.FromSeconds(5));
        _listener.Close();
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
            foreach ((string name, JsonNode? value) in route["headers"]!.AsObject())
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
