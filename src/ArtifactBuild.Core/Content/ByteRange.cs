namespace ArtifactBuild.Content;

/// <summary>Some of an object's bytes.</summary>
/// <param name="Offset">The first byte, counted from 0.</param>
/// <param name="Length">The number of bytes.</param>
public readonly record struct ByteRange(long Offset, long Length);
