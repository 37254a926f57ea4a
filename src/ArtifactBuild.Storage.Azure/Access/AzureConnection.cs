using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace ArtifactBuild.Storage.Azure.Access;

/// <summary>The connections to Azure that a store, or all references together, have. Each account's is made at its first request.</summary>
/// <param name="options">How the store is used.</param>
/// <param name="variable">Gives a variable of the environment.</param>
internal sealed class AzureConnection(RemoteOptions options, Func<string, string?> variable) : IDisposable
{
    // The last version whose requests every Azure cloud, Azure Stack and Azurite know; nothing newer is used.
    private const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2021_12_02;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string, bool), BlobServiceClient> _accounts = [];
    private HttpClient? _http;

    /// <summary>The same version in a request's header.</summary>
    public static string VersionHeader { get; } = Version.ToString()[1..].Replace('_', '-');

    /// <summary>Opens a container. No request is made yet.</summary>
    /// <param name="account">The account.</param>
    /// <param name="container">The container.</param>
    /// <param name="isTrusted">Whether the user named the account, and not a manifest that anybody may have written.</param>
    /// <exception cref="StoreFailureException">The credentials in the environment can't be used.</exception>
    public BlobContainer Open(string account, string container, bool isTrusted)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue((account, isTrusted), out BlobServiceClient? service))
            {
                _http ??= NewClient();
                service = new AzureCredentials(variable).Connect(account, isTrusted, NewOptions(_http));
                _accounts[(account, isTrusted)] = service;
            }

            return new BlobContainer(service.GetBlobContainerClient(container), PipelineAccess.Of(service));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _accounts.Clear();
            _http?.Dispose();
            _http = null;
        }
    }

    private HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = options.MaxConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    // Retries and time-outs are those of the base class: the library's own would multiply them.
    private static BlobClientOptions NewOptions(HttpClient http)
    {
        var options = new BlobClientOptions(Version)
        {
            Transport = new HttpClientTransport(http),
            // A name is a name, also with slashes at its ends.
            TrimBlobNameSlashes = false,
            Request100ContinueOptions = new Request100ContinueOptions { Mode = Request100ContinueMode.Never },
        };
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = Timeout.InfiniteTimeSpan;
        options.Diagnostics.ApplicationId = "ArtifactBuild";
        // The library would write addresses into logs, and they may hold a signature.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }

    /// <summary>The way that the library offers its extensions to a client's signed pipeline.</summary>
    private sealed class PipelineAccess : BlobServiceClient
    {
        public static HttpPipeline Of(BlobServiceClient client) => GetHttpPipeline(client);
    }
}
