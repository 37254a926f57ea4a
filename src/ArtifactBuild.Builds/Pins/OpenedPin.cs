using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;

namespace ArtifactBuild.Builds.Pins;

/// <summary>A version that a reference is pinned to, with its manifest at hand.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="Content">Where the bytes come from.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Wanted">The entries that the reference wants.</param>
internal sealed record OpenedPin(
    ArtifactReferenceItem Reference, VersionContent Content, Manifest Manifest, IReadOnlyList<ManifestEntry> Wanted);
