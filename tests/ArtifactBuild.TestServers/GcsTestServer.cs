using Host = ArtifactBuild.GcsHost.GcsHost;

namespace ArtifactBuild.TestServers;

/// <summary>A server that speaks Google Cloud Storage, inside this process.</summary>
internal sealed class GcsTestServer : TestServer
{
    private readonly Host _host;

    private GcsTestServer(Host host)
        : base(TestServerKind.Gcs, host.Endpoint) => _host = host;

    /// <summary>Starts a server.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A server that answers.</returns>
    public static async Task<TestServer> StartAsync(CancellationToken cancellationToken) =>
        new GcsTestServer(await Host.StartAsync(cancellation: cancellationToken));

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentAt(Uri endpoint) => new Dictionary<string, string>
    {
        ["STORAGE_EMULATOR_HOST"] = endpoint.GetLeftPart(UriPartial.Authority),
    };

    /// <inheritdoc/>
    public override Task<string> NewBucketAsync(bool versioned = false, Uri? endpoint = null, CancellationToken cancellationToken = default)
    {
        string bucket = NewBucketName();
        _host.CreateBucket(bucket, versioned);
        return Task.FromResult($"gs://{bucket}/registry");
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _host.DisposeAsync();
}
