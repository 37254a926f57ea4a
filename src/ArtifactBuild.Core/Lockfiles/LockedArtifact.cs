using ArtifactBuild.Shared;

namespace ArtifactBuild.Lockfiles;

/// <summary>One block of the lockfile: what a reference asked for, and the version that it is pinned to.</summary>
internal sealed record LockedArtifact
{
    /// <summary>Gets what was asked for, as <c>entity/project/name:version-or-alias</c>; see <see cref="ReferenceRequest"/>.</summary>
    public required string Requested { get; init; }

    /// <summary>Gets the qualified name of the artifact, <c>entity/project/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the type of the artifact, such as <c>model</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the version, <c>v</c> and digits.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the URI of the registry.</summary>
    public required string Registry { get; init; }

    /// <summary>Gets the W&amp;B artifact digest in 32 lower-case hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Gets the SHA-256 of the stored manifest in 64 lower-case hex digits.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Gets the aliases that the version had when it was pinned, in ordinal order.</summary>
    public EquatableArray<string> Aliases
    {
        get;
        init => field = value.Sorted(string.CompareOrdinal);
    }

    /// <summary>Gets the tags that the version had when it was pinned, in ordinal order.</summary>
    public EquatableArray<string> Tags
    {
        get;
        init => field = value.Sorted(string.CompareOrdinal);
    }

    /// <summary>Gets the metadata that the version had when it was pinned, in the ordinal order of the keys.</summary>
    public EquatableArray<LockedProperty> Metadata
    {
        get;
        init => field = LockedValue.Sort(value);
    }

    /// <summary>Gets the glob filter of the reference, if it has one.</summary>
    public string? Files { get; init; }

    /// <summary>Gets the path prefix of the reference, if it has one.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Gets a value indicating whether the entries are listed; false when the reference says <c>Accessors="false"</c>.</summary>
    public bool HasAccessors { get; init; } = true;

    /// <summary>Gets the entries in the order of their UTF-8 paths; they are not written when <see cref="HasAccessors"/> is false.</summary>
    public EquatableArray<LockedEntry> Entries
    {
        get;
        init => field = value.Sorted(static (left, right) => Utf8Order.Compare(left.Path, right.Path));
    }

    /// <inheritdoc/>
    public bool Equals(LockedArtifact? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && ManifestSha256 == other.ManifestSha256
            && Requested == other.Requested
            && Name == other.Name
            && Type == other.Type
            && Version == other.Version
            && Registry == other.Registry
            && Digest == other.Digest
            && Files == other.Files
            && PathPrefix == other.PathPrefix
            && HasAccessors == other.HasAccessors
            && Aliases == other.Aliases
            && Tags == other.Tags
            && Metadata == other.Metadata
            && Entries == other.Entries);

    /// <summary>Makes the hash code from the two members that tell blocks apart, so that it costs the same for any number of entries.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode()
    {
        unchecked
        {
            return (Requested.GetHashCode() * 31) + ManifestSha256.GetHashCode();
        }
    }
}
