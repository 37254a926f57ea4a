using System.Net;
using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.Objects;
using ArtifactBuild.GcsHosting.State;
using ArtifactBuild.GcsHosting.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArtifactBuild.GcsHosting;

/// <summary>A stand-in for Cloud Storage: its JSON API on a port of this machine, with objects that live as long as the host.</summary>
/// <remarks>
/// It knows buckets, objects with generations, the three ways to upload, ranges, listings, copies, and preconditions on all
/// of them. It does not know compose, batches, access control, keys of one's own, holds and retention, soft delete,
/// folders, and events; nor does it leave out what a <c>fields</c> parameter does not name.
/// </remarks>
public sealed class GcsHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ResumableUploads _sessions;
    private readonly BucketTable _buckets;

    private GcsHost(GcsHostOptions options, int port)
    {
        _buckets = new BucketTable();
        _sessions = new ResumableUploads(_buckets);
        var routes = new Routes(
            new BucketCalls(_buckets),
            new ObjectCalls(_buckets),
            new CopyCalls(_buckets, options.RewriteBytesPerCall),
            new SimpleUploads(_buckets),
            _sessions);
        var exchange = new Exchange(routes, Requests, options.Token);

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(IPAddress.Loopback, port);
            // Uploads have no limit, and a test may well be slow.
            server.Limits.MaxRequestBodySize = null;
            server.Limits.MinRequestBodyDataRate = null;
            server.Limits.MinResponseDataRate = null;
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(exchange.RunAsync);
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT/</c>. Clients take it as their API endpoint.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What it has answered.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a host. Port 0 takes any free one.</summary>
    public static async Task<GcsHost> StartAsync(int port = 0, GcsHostOptions? options = null, CancellationToken cancellation = default)
    {
        var host = new GcsHost(options ?? new GcsHostOptions(), port);
        try
        {
            await host._application.StartAsync(cancellation);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        host.Endpoint = new Uri(host._application.Urls.Single());
        return host;
    }

    /// <summary>Makes a bucket without a request.</summary>
    public void CreateBucket(string name, bool versioning = false)
    {
        Bucket bucket = _buckets.Add(name);
        bucket.Begin(bucket.Fields with { Versioning = versioning });
    }

    /// <summary>Stops it; its objects are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _sessions.Dispose();
    }

    /// <summary>The usual lifetime takes the process's signals for itself; they are the test runner's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
