using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.References;

/// <summary>
/// <c>wandb-artifact:</c> URIs as such. Only a registry can follow one: it loads them itself, and a draft gets the entry rather
/// than its URI.
/// </summary>
internal sealed class ArtifactReferenceHandler : IReferenceHandler
{
    public static ArtifactReferenceHandler Instance { get; } = new();

    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken) => throw new ArtifactException(
        ArtifactCodes.InvalidReference,
        $"“{LogicalPath.Printable(request.Uri)}” names an entry by its artifact's id, which only a registry can follow. Fetch that artifact, and add the entry that its GetEntry gives.");

    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new ArtifactException(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {LogicalPath.Printable(entry.Ref!)}, which is not the URI of an artifact's entry. Log the reference again, or leave it out with AllowMissingReferences.");
}
