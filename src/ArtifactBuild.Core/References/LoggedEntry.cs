using ArtifactBuild.Model;

namespace ArtifactBuild.References;

/// <summary>An entry of a logged artifact, as something to refer to.</summary>
/// <param name="ArtifactId">The id of the version that holds the entry.</param>
/// <param name="Entry">The entry.</param>
internal sealed record LoggedEntry(string ArtifactId, ManifestEntry Entry)
{
    /// <summary>The reference to this entry that another artifact gets under a path.</summary>
    public ManifestEntry ReferenceAs(string path) => ArtifactReferences.Describe(Entry, ArtifactId, path);
}
