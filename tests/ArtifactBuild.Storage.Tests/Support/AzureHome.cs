using System.Text;
using ArtifactBuild.Faults;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores on Azurite. The variables say where it is.</summary>
internal sealed class AzureHome() : ServerHome(TestServerKind.Azurite)
{
    private const string ConnectionString = "AZURE_STORAGE_CONNECTION_STRING";

    private readonly SemaphoreSlim _gate = new(1);

    public override ErrorBody ErrorBody => ErrorBody.Azure;

    public override bool IsPart(ProxiedRequest request) => request.Method == "PUT" && request.Query.Split('&').Contains("comp=block");

    public override bool IsCompletion(ProxiedRequest request) => request.Method == "PUT" && request.Query.Split('&').Contains("comp=blocklist");

    public override async Task<IObjectStore> OpenAsync(string address, Uri endpoint, RemoteOptions options) =>
        await OpenInAsync((await Server).EnvironmentAt(endpoint), _gate, address, options);

    public override string AddressAt(string address, Uri endpoint) => address;

    public override IReadOnlyDictionary<string, string> WrongCredentials(string secret)
    {
        string key = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        IEnumerable<string> parts = Variables[ConnectionString].Split(';')
            .Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? $"AccountKey={key}" : part);
        return new Dictionary<string, string> { [ConnectionString] = string.Join(';', parts) };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _gate.Dispose();
    }
}
