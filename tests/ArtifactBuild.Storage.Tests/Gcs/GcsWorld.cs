using ArtifactBuild.Faults;
using ArtifactBuild.GcsHosting;
using ArtifactBuild.Storage.Gcs;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Gcs.References;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>A Cloud Storage host with a bucket, behind a proxy that can do it harm.</summary>
internal sealed class GcsWorld : IAsyncDisposable
{
    public const string Bucket = "models";

    private readonly GcsHost _host;
    private readonly FaultProxy _proxy;
    private readonly List<IAsyncDisposable> _opened = [];

    private GcsWorld(GcsHost host, FaultProxy proxy)
    {
        _host = host;
        _proxy = proxy;
        Store = OpenStore(proxy.Endpoint);
        Direct = OpenStore(host.Endpoint);
    }

    /// <summary>Options with which a test that fails does so soon.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>The store behind the proxy.</summary>
    public IObjectStore Store { get; }

    /// <summary>The same store without a proxy.</summary>
    public IObjectStore Direct { get; }

    public FaultProxy Proxy => _proxy;

    /// <summary>What the host has answered.</summary>
    public RequestLog Requests => _host.Requests;

    /// <summary>The requests to upload sessions.</summary>
    public IReadOnlyList<LoggedRequest> SessionRequests => [.. Requests.Entries.Where(request => IsSession(request.Query))];

    public static async Task<GcsWorld> StartAsync(FaultScript? script = null, bool versioned = false)
    {
        GcsHost host = await GcsHost.StartAsync();
        host.CreateBucket(Bucket, versioned);
        return new GcsWorld(host, await FaultProxy.StartAsync(host.Endpoint, script ?? FaultScript.None));
    }

    /// <summary>Whether a request goes to an upload session.</summary>
    public static bool IsSession(string query) => query.Contains("upload_id=", StringComparison.Ordinal);

    /// <summary>Whether a request brings bytes to an upload session.</summary>
    public static bool IsPart(ProxiedRequest request) =>
        request.Method == "PUT" && IsSession(request.Query) && request.Header("Content-Length") != "0";

    /// <summary>A connection that asks nobody where to go.</summary>
    public static GcsConnection Connect(Uri endpoint) => new(_ => Task.FromResult(new GcsAccess(endpoint.AbsoluteUri, null)));

    public IObjectStore OpenStore(Uri endpoint, string bucket = Bucket)
    {
        var store = new GcsStore(new GcsAddress(bucket, "registry"), Quick, Connect(endpoint));
        _opened.Add(store);
        return store;
    }

    public GcsReferences References() => new(Quick, Connect(_proxy.Endpoint));

    public async Task<byte[]?> ReadAsync(string key)
    {
        if (await Direct.GetAsync(key, null, CancellationToken.None) is not StoredObject found)
            return null;
        await using (found)
        {
            using var bytes = new MemoryStream();
            await found.Content.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable opened in _opened)
            await opened.DisposeAsync();
        await _proxy.DisposeAsync();
        await _host.DisposeAsync();
        Assert.IsEmpty(_proxy.Errors);
    }
}
