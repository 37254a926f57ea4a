using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>A request as the server got it to its end.</summary>
internal sealed record Received(string Method, string Target, string Host, long Bytes, string Hash);

/// <summary>
/// The server behind the proxy. GET /sized/N and /chunked/N give N bytes of <see cref="Blobs"/>, /none gives 204; a PUT is
/// hashed and answered with its hash; a POST to /mirror comes back; a POST to /refused is answered before its body is read.
/// </summary>
internal sealed class BlobServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BlobServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public ConcurrentQueue<Received> Received { get; } = [];

    public static async Task<BlobServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var server = new BlobServer(builder.Build());
        server._app.Run(server.ServeAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        string path = request.Path.Value!;
        if (path == "/refused")
        {
            response.StatusCode = 413;
            return;
        }

        if (path == "/mirror")
        {
            response.ContentLength = request.ContentLength;
            await request.Body.CopyToAsync(response.Body);
            return;
        }

        var (bytes, hash) = await HashAsync(request.Body);
        Received.Enqueue(new(request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, request.Host.Value!, bytes, hash));
        if (path == "/none")
        {
            response.StatusCode = 204;
        }
        else if (request.Method == "PUT")
        {
            await response.WriteAsync(hash);
        }
        else
        {
            int length = int.Parse(path.Split('/')[2], CultureInfo.InvariantCulture);
            if (!path.StartsWith("/chunked/", StringComparison.Ordinal)) response.ContentLength = length;
            if (request.Method != "HEAD") await response.Body.WriteAsync(Blobs.OfLength(length));
        }
    }

    private static async Task<(long Bytes, string Hash)> HashAsync(Stream body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[64 << 10];
        long bytes = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0; bytes += read) hash.AppendData(buffer, 0, read);
        return (bytes, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
