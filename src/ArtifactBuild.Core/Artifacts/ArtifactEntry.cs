using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;

namespace ArtifactBuild.Artifacts;

/// <summary>An entry together with the logged artifact that it was taken from.</summary>
/// <param name="Artifact">The artifact.</param>
/// <param name="Entry">The entry of its manifest.</param>
public sealed record ArtifactEntry(Artifact Artifact, ManifestEntry Entry)
{
    /// <inheritdoc cref="ManifestEntry.Path"/>
    public string Path => Entry.Path;

    /// <inheritdoc cref="ManifestEntry.Digest"/>
    public string Digest => Entry.Digest;

    /// <inheritdoc cref="ManifestEntry.Size"/>
    public long? Size => Entry.Size;

    /// <inheritdoc cref="ManifestEntry.Ref"/>
    public string? Ref => Entry.Ref;

    /// <inheritdoc cref="ManifestEntry.Sha256"/>
    public Sha256Digest? Sha256 => Entry.Sha256;

    /// <inheritdoc cref="ManifestEntry.Extra"/>
    public ImmutableSortedDictionary<string, JsonElement> Extra => Entry.Extra;

    /// <inheritdoc cref="ManifestEntry.IsReference"/>
    public bool IsReference => Entry.IsReference;

    /// <inheritdoc cref="ManifestEntry.RefTarget"/>
    public string RefTarget() => Entry.RefTarget();

    /// <summary>The URI by which other artifacts refer to this entry.</summary>
    /// <returns><c>wandb-artifact://</c>, the id of the artifact in hexadecimal, and the path, percent-encoded.</returns>
    /// <exception cref="ArtifactException">ART4009: the artifact is a draft, or the registry gave it an id that is none.</exception>
    public string RefUrl() => ArtifactReferences.UrlOf(Target.ArtifactId, Path);

    /// <summary>Downloads the entry alone.</summary>
    /// <param name="root">The folder; the artifact's own default if not given.</param>
    /// <param name="cancellationToken">Cancels the download; the file does not appear.</param>
    /// <returns>The absolute path of the file.</returns>
    /// <exception cref="ArtifactException">As for the whole artifact.</exception>
    public Task<string> DownloadAsync(string? root = null, CancellationToken cancellationToken = default) =>
        Artifact.DownloadEntryAsync(Entry, root, cancellationToken);

    /// <summary>The entry, as something to refer to.</summary>
    /// <exception cref="ArtifactException">ART4009: the artifact is a draft.</exception>
    internal LoggedEntry Target => Artifact.Id is string id ? new LoggedEntry(id, Entry) : throw new ArtifactException(
        ArtifactCodes.InvalidReference,
        $"The entry “{Path}” was not taken from a logged artifact, so nothing can refer to it. Log its artifact, and use GetEntry.");
}
