namespace ArtifactBuild.Lockfiles;

/// <summary>One entry of a pinned artifact: a file that the registry keeps, or a reference to a URI.</summary>
internal sealed record LockedEntry
{
    private LockedEntry(string path, long? size, string? sha256, string? reference)
    {
        Path = path;
        Size = size;
        Sha256 = sha256;
        Reference = reference;
    }

    /// <summary>Gets the path inside the artifact, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>Gets the size in bytes; only a reference can lack it.</summary>
    public long? Size { get; }

    /// <summary>Gets the SHA-256 of a file in 64 lower-case hex digits, or null for a reference.</summary>
    public string? Sha256 { get; }

    /// <summary>Gets the URI of a reference, or null for a file.</summary>
    public string? Reference { get; }

    /// <summary>Makes the entry of a file.</summary>
    /// <param name="path">The path inside the artifact.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="sha256">The SHA-256 in lower-case hex.</param>
    /// <returns>The entry.</returns>
    public static LockedEntry OfFile(string path, long size, string sha256) => new(path, size, sha256, null);

    /// <summary>Makes the entry of a reference.</summary>
    /// <param name="path">The path inside the artifact.</param>
    /// <param name="reference">The URI.</param>
    /// <param name="size">The size in bytes, when it is known.</param>
    /// <returns>The entry.</returns>
    public static LockedEntry OfReference(string path, string reference, long? size = null) => new(path, size, null, reference);
}
