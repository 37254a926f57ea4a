using System.Collections.Immutable;

namespace ArtifactBuild.Model;

/// <summary>What one pass over a file's bytes tells about them.</summary>
/// <param name="Size">The number of bytes.</param>
/// <param name="Md5">The MD5 in base64, W&amp;B's entry digest.</param>
/// <param name="Sha256">The SHA-256 of all bytes.</param>
/// <param name="Chunks">
/// The SHA-256 of each 16 MiB chunk, the last one shorter; empty for a file of up to <see cref="ChunkThreshold"/> bytes.
/// </param>
public sealed record ContentDigests(long Size, string Md5, Sha256Digest Sha256, ImmutableArray<Sha256Digest> Chunks)
{
    /// <summary>The size of a chunk in bytes: 16 MiB.</summary>
    public const int ChunkSize = 16 * 1024 * 1024;

    /// <summary>Files over this size in bytes, 32 MiB, have chunk digests.</summary>
    public const long ChunkThreshold = 32L * 1024 * 1024;
}
