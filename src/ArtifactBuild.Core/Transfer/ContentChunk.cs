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
}
