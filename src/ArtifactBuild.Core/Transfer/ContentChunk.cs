using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Transfer;

/// <summary>A chunk of a content, or the whole of one without chunks.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Range">Its bytes.</param>
/// <param name="Digest">The SHA-256 that they must have.</param>
internal readonly record struct ContentChunk(int Index, ByteRange Range, Sha256Digest Digest)
{
    /// <summary>Where the next chunk begins.</summary>
    public long End => Range.Offset + Range.Length;

    /// <summary>The chunks of a content in order; the whole as the only one when it is to be one, or has none.</summary>
    public static ContentChunk[] Of(Blob blob, bool inChunks)
    {
        if (!inChunks || !blob.HasChunks)
            return [new ContentChunk(0, new ByteRange(0, blob.Size), blob.Digest)];
        var chunks = new ContentChunk[blob.Chunks.Length];
        for (int i = 0; i < chunks.Length; i++)
        {
            long offset = (long)i * ContentDigests.ChunkSize;
            chunks[i] = new ContentChunk(i, new ByteRange(offset, Math.Min(ContentDigests.ChunkSize, blob.Size - offset)), blob.Chunks[i]);
        }

        return chunks;
    }
}
