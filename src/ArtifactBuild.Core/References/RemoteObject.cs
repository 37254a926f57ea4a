namespace ArtifactBuild.References;

/// <summary>What an object is to a reference.</summary>
internal enum ObjectRole
{
    /// <summary>It has bytes to load.</summary>
    Content,

    /// <summary>It only marks a folder: what lies below the folder is meant.</summary>
    Folder,

    /// <summary>W&amp;B logs no entry for such an object.</summary>
    Ignored,
}

/// <summary>What a server says of an object.</summary>
/// <param name="Name">The object's name, as the store writes it.</param>
/// <param name="Digest">What stands for the content, such as the ETag; nothing when the server gives none.</param>
/// <param name="Size">The size in bytes; nothing when the server does not say it.</param>
internal sealed record RemoteObject(string Name, string? Digest, long? Size)
{
    /// <summary>The ETag as an entry keeps it beside the digest, as W&amp;B does for some stores.</summary>
    public string? ETag { get; init; }

    /// <summary>The version, where the store keeps versions.</summary>
    public string? VersionId { get; init; }

    /// <summary>When the object was written, where nothing better tells one content from another.</summary>
    public DateTimeOffset? LastModified { get; init; }

    public ObjectRole Role { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Next">What asks for the next page; nothing after the last one.</param>
internal sealed record RemotePage(IReadOnlyList<RemoteObject> Objects, string? Next);

/// <summary>What a store is asked to list.</summary>
/// <param name="Prefix">What the names of the objects begin with.</param>
/// <param name="Next">What the page before gave; nothing for the first page.</param>
/// <param name="WithVersions">Whether versions that are no longer current are listed, too.</param>
internal sealed record PageRequest(string Prefix, string? Next, bool WithVersions);
