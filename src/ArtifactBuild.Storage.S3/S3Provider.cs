using ArtifactBuild.References;

namespace ArtifactBuild.Storage.S3;

/// <summary>What this assembly offers: registries in S3, and references to objects there.</summary>
internal sealed class S3Provider : IStorageProvider, IReferenceProvider
{
    public S3Provider()
    {
    }

    public IObjectStore OpenStore(string address, RemoteOptions options) => new S3Store(S3Address.Parse(address), options);

    public IReferenceHandler CreateReferenceHandler(RemoteOptions options) => new S3References(options);
}
