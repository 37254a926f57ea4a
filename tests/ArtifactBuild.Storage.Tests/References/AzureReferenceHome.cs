using ArtifactBuild.References;
using ArtifactBuild.Storage.Tests.Azure;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>A container of Azurite's.</summary>
internal sealed class AzureReferenceHome : ReferenceHome
{
    private readonly AzureWorld _world;

    private AzureReferenceHome(AzureWorld world) => _world = world;

    public override Uri Endpoint => _world.Endpoint;

    public override string? Variable => "AZURE_STORAGE_CONNECTION_STRING";

    public override string MalformedUri => $"https://{_world.Address.Account}.blob.core.windows.net/";

    public static async Task<ReferenceHome> StartAsync() => new AzureReferenceHome(await AzureWorld.StartAsync());

    public override IReferenceHandler OpenAt(Uri endpoint) => _world.References(endpoint);

    public override string UriOf(string name) => _world.UriOf(name);

    public override Task WriteAsync(string name, byte[] bytes) => _world.WriteAsync(name, bytes);

    public override Task DeleteAsync(string name) => _world.Client.DeleteBlobAsync(name);

    public override ValueTask DisposeAsync() => _world.DisposeAsync();
}
