using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.References;

/// <summary>URIs of a scheme that nobody here can read: the text itself is the digest, as in W&amp;B.</summary>
internal sealed class TrackedReferences : IReferenceHandler
{
    public static TrackedReferences Instance { get; } = new();

    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        if (request.Name is null)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidReference,
                $"The reference “{StoreAddress.WithoutSecrets(request.Uri)}” needs a name: nothing here can read its scheme, so none can be made.");
        }

        return Task.FromResult<IReadOnlyList<ManifestEntry>>(
            [new ManifestEntry { Path = request.Name, Digest = request.Uri, Ref = request.Uri }]);
    }

    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new ArtifactException(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {StoreAddress.WithoutSecrets(entry.Ref!)}, whose scheme can't be read here. Leave it out with AllowMissingReferences.");
}
