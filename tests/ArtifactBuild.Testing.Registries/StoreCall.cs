using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Testing.Registries;

/// <summary>One call of a store.</summary>
internal sealed record StoreCall(string Verb, string Key, ByteRange? Range = null)
{
    /// <summary>Whether it is about a file's content.</summary>
    public bool IsBlob => Key.StartsWith("blobs/", StringComparison.Ordinal);

    /// <summary>Whether a file's content, or a part of it, is read.</summary>
    public bool IsFetch => Verb == "get" && IsBlob;

    /// <summary>Whether this content, or a part of it, is read.</summary>
    public bool IsFetchOf(string sha256) => Verb == "get" && Key == $"blobs/sha256/{sha256[..2]}/{sha256[2..]}";

    /// <summary>The number of the chunk that is read; 0 also for a whole content.</summary>
    public int Chunk => (int)((Range?.Offset ?? 0) / ContentDigests.ChunkSize);
}
