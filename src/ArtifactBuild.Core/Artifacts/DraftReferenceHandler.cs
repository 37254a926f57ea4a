using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;

namespace ArtifactBuild.Artifacts;

/// <summary><c>wandb-client-artifact:</c> references to entries of artifacts that this process has in hand.</summary>
internal sealed class DraftReferenceHandler : IReferenceHandler
{
    public static DraftReferenceHandler Instance { get; } = new();

    public Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ManifestEntry>>([DraftReferences.Describe(request.Uri, request.Name)]);

    public Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken) => throw new ArtifactException(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {entry.Ref}, which only the process that made it can follow. Log both artifacts again.");
}
