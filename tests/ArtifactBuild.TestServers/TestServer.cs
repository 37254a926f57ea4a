namespace ArtifactBuild.TestServers;

/// <summary>An object store on 127.0.0.1 that tests start for themselves. It ends at disposal, or with this process, however that ends.</summary>
/// <param name="kind">Which store it is.</param>
/// <param name="endpoint">Where it answers.</param>
public abstract class TestServer(TestServerKind kind, Uri endpoint) : IAsyncDisposable
{
    /// <summary>Which store it is.</summary>
    public TestServerKind Kind { get; } = kind;

    /// <summary>Where it answers.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>The environment variables with which the product, or any other client, finds the server and its account.</summary>
    public IReadOnlyDictionary<string, string> Environment => EnvironmentAt(Endpoint);

    /// <summary>The server's processes, the one that answers first; none when it lives in this process.</summary>
    public virtual IReadOnlyList<int> ProcessIds => [];

    /// <summary>Starts a server of its own for the caller. The first use on a machine installs it.</summary>
    /// <param name="kind">Which store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A server that answers.</returns>
    /// <exception cref="TestServerUnavailableException">This machine can't have it.</exception>
    public static async Task<TestServer> StartAsync(TestServerKind kind, CancellationToken cancellationToken = default) => kind switch
    {
        TestServerKind.Ceph => await S3TestServer.StartAsync(kind, "rgw.sh", 2, cancellationToken),
        TestServerKind.Moto => await S3TestServer.StartAsync(kind, "moto.sh", 1, cancellationToken),
        TestServerKind.Azurite => await AzureTestServer.StartAsync(cancellationToken),
        TestServerKind.Gcs => await GcsTestServer.StartAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>As <see cref="StartAsync(TestServerKind, CancellationToken)"/>; what is unavailable is told to the test framework, except on CI.</summary>
    /// <param name="kind">Which store.</param>
    /// <param name="inconclusive">Ends the test as inconclusive, by an exception, with the reason that it gets: <c>reason => Assert.Inconclusive(reason)</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A server that answers.</returns>
    /// <exception cref="TestServerUnavailableException">This machine can't have it, and it is CI's.</exception>
    public static async Task<TestServer> StartAsync(TestServerKind kind, Action<string> inconclusive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inconclusive);
        try
        {
            return await StartAsync(kind, cancellationToken);
        }
        catch (TestServerUnavailableException e) when (!TestServerUnavailableException.IsFailure)
        {
            inconclusive(e.Message);
            throw;
        }
    }

    /// <summary>As <see cref="Environment"/>, for clients that go by another endpoint, such as a proxy in front of the server.</summary>
    /// <param name="endpoint">That endpoint.</param>
    /// <returns>The variables.</returns>
    public abstract IReadOnlyDictionary<string, string> EnvironmentAt(Uri endpoint);

    /// <summary>Makes an empty bucket.</summary>
    /// <param name="versioned">Whether it keeps what is overwritten or deleted.</param>
    /// <param name="endpoint">
    /// The endpoint that the address names instead of <see cref="Endpoint"/>. Only S3 addresses name one; with Azure and Google,
    /// <see cref="EnvironmentAt"/> decides alone.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The address of a registry in it.</returns>
    public abstract Task<string> NewBucketAsync(bool versioned = false, Uri? endpoint = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Makes a name for a bucket that no other has.</summary>
    /// <returns>The name; right in every store.</returns>
    protected static string NewBucketName() => $"test-{Guid.NewGuid():N}";
}
