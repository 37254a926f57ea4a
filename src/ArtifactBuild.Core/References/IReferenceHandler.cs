using ArtifactBuild.Model;

namespace ArtifactBuild.References;

/// <summary>What is asked when a reference is added.</summary>
/// <param name="Uri">The URI, as the caller wrote it.</param>
/// <param name="Name">The path in the artifact, if one was given.</param>
/// <param name="Checksum">Whether the content is looked at.</param>
/// <param name="MaxObjects">How many entries the URI may stand for.</param>
internal sealed record NewReference(string Uri, string? Name, bool Checksum, int MaxObjects);

/// <summary>Knows one kind of URI.</summary>
internal interface IReferenceHandler
{
    /// <summary>Describes what a URI points to, one entry for each object.</summary>
    Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken);

    /// <summary>Writes the content of a reference to a stream, or fails when it is no longer what was described.</summary>
    Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken);
}
