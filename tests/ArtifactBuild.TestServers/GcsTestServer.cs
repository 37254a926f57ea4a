using ArtifactBuild.GcsHosting;

namespace ArtifactBuild.TestServers;

/// <summary>The host of Google Cloud Storage's JSON API, inside this process.</summary>
internal sealed class GcsTestServer : TestServer
{
    private readonly GcsHost _host;

    private GcsTestServer(GcsHost host)
        : base(TestServerKind.Gcs, host.Endpoint) => _host = host;

    /// <summary>Starts a host.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A host that answers.</returns>
    public static async Task<TestServer> StartAsync(CancellationToken cancellationToken) =>
        new GcsTestServer(await GcsHost.StartAsync(cancellation: cancellationToken));

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
