using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.TestServers;
using Azure.Storage.Blobs;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>A container of Azurite's, with the library's own client to look into it, and what is ours on top.</summary>
internal sealed class AzureWorld : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly List<IDisposable> _opened = [];

    private AzureWorld(TestServer server, AzureAddress address)
    {
        _server = server;
        Address = address;
        var options = new BlobClientOptions { TrimBlobNameSlashes = false };
        Client = new BlobContainerClient(server.Environment[AzureCredentials.ConnectionString], address.Container, options);
        Store = OpenStore(server.Endpoint);
    }

    /// <summary>Options with which a test that fails does so soon.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(5),
        MaxPause = TimeSpan.FromMilliseconds(50),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    public AzureAddress Address { get; }

    public BlobContainerClient Client { get; }

    public AzureStore Store { get; }

    public Uri Endpoint => _server.Endpoint;

    public static async Task<AzureWorld> StartAsync()
    {
        TestServer server = await StoreHome.Azurite.Server;
        return new AzureWorld(server, AzureAddress.Parse(await server.NewBucketAsync()));
    }

    /// <summary>A connection that sees these variables and no others.</summary>
    public static AzureConnection Connect(params (string Name, string Value)[] variables) =>
        new(Quick, name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    /// <summary>The variables of an account whose server, which looks at no key, is somewhere.</summary>
    public static (string, string)[] KeyAt(Uri endpoint, string account) =>
    [
        (AzureCredentials.Account, account),
        (AzureCredentials.Key, Convert.ToBase64String(new byte[64])),
        (AzureCredentials.Endpoint, new Uri(endpoint, account).AbsoluteUri),
    ];

    public AzureStore OpenStore(Uri endpoint) => new(Address, Quick, ConnectAt(endpoint));

    /// <summary>What reads references, by way of an endpoint such as a proxy's.</summary>
    public AzureReferences References(Uri? endpoint = null)
    {
        var references = new AzureReferences(Quick, ConnectAt(endpoint ?? Endpoint));
        _opened.Add(references);
        return references;
    }

    /// <summary>The URI by which a reference names a blob.</summary>
    public string UriOf(string name) => $"https://{Address.Account}.blob.core.windows.net/{Address.Container}/{name}";

    public Task WriteAsync(string name, byte[] bytes) => Client.GetBlobClient(name).UploadAsync(new BinaryData(bytes), overwrite: true);

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(opened => opened.Dispose());
        await Store.DisposeAsync();
        await Client.DeleteIfExistsAsync();
    }

    private AzureConnection ConnectAt(Uri endpoint) =>
        Connect((AzureCredentials.ConnectionString, _server.EnvironmentAt(endpoint)[AzureCredentials.ConnectionString]));
}

/// <summary>What tests do with references.</summary>
internal static class ReferenceCalls
{
    public static async Task<ManifestEntry[]> AllAsync(
        this AzureReferences references, string uri, string? name = null, bool checksum = true, int maxObjects = 10_000) =>
        [.. await references.DescribeAsync(new NewReference(uri, name, checksum, maxObjects), CancellationToken.None)];

    public static async Task<byte[]> LoadAsync(this AzureReferences references, ManifestEntry entry)
    {
        using var bytes = new MemoryStream();
        await references.LoadAsync(entry, bytes, CancellationToken.None);
        return bytes.ToArray();
    }
}
