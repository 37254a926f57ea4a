namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>What the service knows of a blob.</summary>
/// <param name="Info">What every store knows; the key is the blob's name.</param>
/// <param name="VersionId">The version, in accounts that keep versions.</param>
/// <param name="IsFolder">Whether the blob only marks a folder, as tools for Data Lake leave them.</param>
internal sealed record BlobState(ObjectInfo Info, string? VersionId, bool IsFolder);

/// <summary>A page of a list.</summary>
/// <param name="Blobs">The blobs.</param>
/// <param name="Next">What asks for the next page; nothing after the last one.</param>
internal sealed record BlobPage(IReadOnlyList<BlobState> Blobs, string? Next);

/// <summary>The answer to a request for a blob's bytes.</summary>
/// <param name="Object">The blob, if it is there and is the right one.</param>
/// <param name="IsAnother">Whether one is there that has another ETag.</param>
internal sealed record OpenedBlob(StoredObject? Object, bool IsAnother = false)
{
    /// <summary>The MD5 of all the blob's bytes, if the service keeps one.</summary>
    public byte[]? ContentMd5 { get; init; }
}
