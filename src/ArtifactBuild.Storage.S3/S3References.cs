using ArtifactBuild.Artifacts;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>References to objects in S3.</summary>
internal sealed class S3References(RemoteOptions options) : IReferenceHandler, IDisposable
{
    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken) => throw new NotImplementedException(options.ToString());

    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
