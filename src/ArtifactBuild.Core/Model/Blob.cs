using System.Collections.Immutable;

namespace ArtifactBuild.Model;

/// <summary>What names and protects the bytes of an entry in a registry or a cache.</summary>
/// <param name="Digest">The SHA-256 of all bytes, by which the blob is found.</param>
/// <param name="Size">The number of bytes.</param>
/// <param name="Chunks">The SHA-256 of each 16 MiB chunk; empty for small blobs.</param>
internal readonly record struct Blob(Sha256Digest Digest, long Size, ImmutableArray<Sha256Digest> Chunks)
{
    /// <summary>
    /// Whether the chunks cover the bytes, so that each can be verified by itself. The list of a reference is not validated and may be of
    /// another length; its bytes are verified as a whole then.
    /// </summary>
    public bool HasChunks => Chunks.Length > 0 && Chunks.Length == (Size + ContentDigests.ChunkSize - 1) / ContentDigests.ChunkSize;
}
