using System.Collections.Immutable;
using System.Text.Json;

namespace ArtifactBuild.Model;

/// <summary>One entry of a manifest: a file of the artifact, or a reference to something that lies elsewhere.</summary>
public sealed record ManifestEntry
{
    /// <summary>The <c>/</c>-separated path inside the artifact.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// W&amp;B's entry digest: for a file the MD5 of its content in base64, for a reference what its handler says (an ETag,
    /// or the URI itself). It names the content; it does not protect it.
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>The size in bytes; unknown for some references.</summary>
    public long? Size { get; init; }

    /// <summary>The URI that a reference points to; <see langword="null"/> for a file.</summary>
    public string? Ref { get; init; }

    /// <summary>The id of the version that first held this content, when another system wrote one.</summary>
    public string? BirthArtifactId { get; init; }

    /// <summary>The SHA-256 of a file's content, which protects it; stored under <c>extra.sha256</c>.</summary>
    public Sha256Digest? Sha256 { get; init; }

    /// <summary>The SHA-256 of each 16 MiB chunk of a file over 32 MiB, else empty; stored under <c>extra.sha256Chunks</c>.</summary>
    public ImmutableArray<Sha256Digest> Chunks { get; init; } = [];

    /// <summary>What else the manifest says about the entry, for example <c>etag</c> and <c>versionID</c> of a reference.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Extra { get; init; } =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Where the bytes of a draft's entry lie on this machine; never written to a manifest.</summary>
    public string? LocalPath { get; init; }

    /// <summary>Whether the bytes are kept out of the cache when the draft is logged; never written to a manifest.</summary>
    public bool SkipCache { get; init; }

    /// <summary>Whether the entry is a reference.</summary>
    public bool IsReference => !string.IsNullOrEmpty(Ref);

    /// <summary>Whether the registry keeps the bytes: those of a file, and those that a reference to another artifact's file leads to.</summary>
    internal bool HasBlob => !IsReference || (Sha256 is not null && StoredSize is not null);

    /// <summary>The blob that holds the bytes.</summary>
    /// <exception cref="InvalidOperationException">The registry keeps no bytes of the entry: see <see cref="HasBlob"/>.</exception>
    internal Blob Blob => Sha256 is Sha256Digest digest && StoredSize is long size
        ? new Blob(digest, size, Chunks)
        : throw new InvalidOperationException($"The registry keeps no bytes of “{Path}”.");

    /// <summary>The number of bytes that the registry keeps; <see langword="null"/> for a reference to something outside it.</summary>
    internal long? StoredSize => IsReference ? TargetSize.Of(Extra) : Size;

    /// <summary>The URI that a reference points to.</summary>
    /// <returns>The URI.</returns>
    /// <exception cref="InvalidOperationException">The entry is not a reference.</exception>
    public string RefTarget() => IsReference ? Ref! : throw new InvalidOperationException($"“{Path}” is a file, not a reference.");

    /// <summary>Entries are equal when every field is.</summary>
    /// <param name="other">Another entry.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(ManifestEntry? other) => other is not null
        && Path == other.Path && Digest == other.Digest && Size == other.Size && Ref == other.Ref
        && BirthArtifactId == other.BirthArtifactId && Sha256 == other.Sha256 && Chunks.SequenceEqual(other.Chunks)
        && LocalPath == other.LocalPath && SkipCache == other.SkipCache
        && Extra.Count == other.Extra.Count
        && Extra.All(pair => other.Extra.TryGetValue(pair.Key, out JsonElement value) && JsonElement.DeepEquals(pair.Value, value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, Digest, Size, Ref);
}
