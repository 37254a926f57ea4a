using ArtifactBuild.Artifacts;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Remote;
namespace ArtifactBuild.Storage.Azure.References;
internal sealed class AzureReferences(RemoteOptions options, AzureConnection connection) : IReferenceHandler, IDisposable
{
    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken) => throw new NotImplementedException(options.ToString());
    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new NotImplementedException();
    public void Dispose() => connection.Dispose();
}
