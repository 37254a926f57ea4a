using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Gcs.References;

namespace ArtifactBuild.Storage.Gcs;

/// <summary>What this assembly offers: registries and references in Google Cloud Storage.</summary>
internal sealed class GcsProvider : IStorageProvider, IReferenceProvider
{
    public IObjectStore OpenStore(string address, RemoteOptions options) =>
        new GcsStore(GcsAddress.Parse(address), options, new GcsConnection());

    public IReferenceHandler CreateReferenceHandler(RemoteOptions options) => new GcsReferences(options, new GcsConnection());
}
