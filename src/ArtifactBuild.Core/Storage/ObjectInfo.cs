namespace ArtifactBuild.Storage;

/// <summary>What a store knows of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="ETag">A text that changes with each write of the object.</param>
/// <param name="LastModified">When the object was written, by the store's clock.</param>
public sealed record ObjectInfo(string Key, long Size, string ETag, DateTimeOffset LastModified);
