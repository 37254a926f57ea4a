using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.References;

namespace ArtifactBuild.Storage.Azure;

/// <summary>What this assembly offers: registries and references in Azure Blob Storage.</summary>
internal sealed class AzureProvider : IStorageProvider, IReferenceProvider
{
    public IObjectStore OpenStore(string address, RemoteOptions options) =>
        new AzureStore(AzureAddress.Parse(address), options, new AzureConnection(options, Environment.GetEnvironmentVariable));

    public IReferenceHandler CreateReferenceHandler(RemoteOptions options) =>
        new AzureReferences(options, new AzureConnection(options, Environment.GetEnvironmentVariable));
}
