using System.Security.Cryptography;
using Azure.Storage.Blobs;

namespace ArtifactBuild.TestServers;

/// <summary>A server that speaks Azure Blob Storage.</summary>
internal sealed class AzureTestServer : TestServer
{
    private const string Account = "devstoreaccount1";

    private readonly ServerInstance _instance;
    private readonly string _key;
    private readonly BlobServiceClient _client;

    private AzureTestServer(ServerInstance instance, string key)
        : base(TestServerKind.Azurite, instance.Endpoint)
    {
        _instance = instance;
        _key = key;
        _client = new BlobServiceClient(ConnectionString(Endpoint));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> ProcessIds => _instance.ProcessIds;

    /// <summary>Starts a server.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A server that answers.</returns>
    public static async Task<TestServer> StartAsync(CancellationToken cancellationToken)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var variables = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = $"{Account}:{key}" };
        return new AzureTestServer(await ServerInstance.StartAsync("azurite.sh", 1, variables, cancellationToken), key);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentAt(Uri endpoint) => new Dictionary<string, string>
    {
        ["AZURE_STORAGE_CONNECTION_STRING"] = ConnectionString(endpoint),
    };

    /// <inheritdoc/>
    public override async Task<string> NewBucketAsync(bool versioned = false, Uri? endpoint = null, CancellationToken cancellationToken = default)
    {
        if (versioned)
            throw new NotSupportedException("Azurite has no blob versions.");

        string container = NewBucketName();
        await _client.CreateBlobContainerAsync(container, cancellationToken: cancellationToken);
        return $"azure://{Account}/{container}/registry";
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _instance.DisposeAsync();

    private string ConnectionString(Uri endpoint) =>
        $"DefaultEndpointsProtocol={endpoint.Scheme};AccountName={Account};AccountKey={_key};BlobEndpoint={new Uri(endpoint, Account)};";
}
