using System.Collections.Immutable;
using System.Security.Cryptography;
using ArtifactBuild.Model;

namespace ArtifactBuild.Content;

/// <summary>The SHA-256 of a sequence of bytes and, once it is long enough, of each of its 16 MiB chunks.</summary>
internal sealed class ChunkedSha256 : IDisposable
{
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _chunk = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ImmutableArray<Sha256Digest>.Builder _chunks = ImmutableArray.CreateBuilder<Sha256Digest>();
    private long _size;
    private int _inChunk;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int take = Math.Min(bytes.Length, ContentDigests.ChunkSize - _inChunk);
            ReadOnlySpan<byte> part = bytes[..take];
            _whole.AppendData(part);
            // The first chunk of a file is the whole of it so far, so a short file is hashed once only.
            if (_size >= ContentDigests.ChunkSize)
                _chunk.AppendData(part);

            _size += take;
            _inChunk += take;
            if (_inChunk == ContentDigests.ChunkSize)
                EndChunk();
            bytes = bytes[take..];
        }
    }

    public (Sha256Digest Whole, ImmutableArray<Sha256Digest> Chunks) Finish()
    {
        if (_inChunk > 0)
            EndChunk();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _whole.GetHashAndReset(hash);
        return (Sha256Digest.FromHash(hash), _size > ContentDigests.ChunkThreshold ? _chunks.ToImmutable() : []);
    }

    public void Dispose()
    {
        _whole.Dispose();
        _chunk.Dispose();
    }

    private void EndChunk()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (_chunks.Count == 0)
            _whole.GetCurrentHash(hash);
        else
            _chunk.GetHashAndReset(hash);
        _chunks.Add(Sha256Digest.FromHash(hash));
        _inChunk = 0;
    }
}
