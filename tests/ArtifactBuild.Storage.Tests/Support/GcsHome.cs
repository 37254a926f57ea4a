using ArtifactBuild.Storage.Remote;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores on the Cloud Storage host. A variable says where it is.</summary>
internal sealed class GcsHome() : ServerHome(TestServerKind.Gcs)
{
    private readonly SemaphoreSlim _gate = new(1);

    public override async Task<IObjectStore> OpenAsync(string address, Uri endpoint, RemoteOptions options) =>
        await OpenInAsync((await Server).EnvironmentAt(endpoint), _gate, address, options);

    public override string AddressAt(string address, Uri endpoint) => address;

    public override IReadOnlyDictionary<string, string> WrongCredentials(string secret) =>
        throw new NotSupportedException("The host asks for no credentials.");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _gate.Dispose();
    }
}
