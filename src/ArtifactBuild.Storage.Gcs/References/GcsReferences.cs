using ArtifactBuild.Artifacts;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.References;

internal sealed class GcsReferences(RemoteOptions options, GcsConnection connection) : IReferenceHandler, IDisposable
{
    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken) => throw new NotImplementedException(options.ToString());
    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new NotImplementedException();
    public void Dispose() => connection.Dispose();
}
