using System.Security.Cryptography;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Content;

/// <summary>
/// The SHA-256 of a file whose chunks land in any order: whoever lands the next one in order hashes on, as far as there are
/// chunks, so that the digest of the whole is there soon after the last chunk.
/// </summary>
internal sealed class OrderedHash(SafeFileHandle file, int count, long size) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly bool[] _landed = new bool[count];
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _hashing;
    private int _next;

    /// <summary>Says that a chunk was written, and hashes as far as the chunks reach without a gap.</summary>
    public void Add(int index, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _landed[index] = true;
            if (_hashing || !_landed[_next])
                return;
            _hashing = true;
        }

        Advance(cancellationToken);
    }

    /// <summary>The digest, when every call of <see cref="Add"/> has returned.</summary>
    public Sha256Digest Finish() => _next == count
        ? Sha256Digest.FromHash(_sha.GetHashAndReset())
        : throw new InvalidOperationException("Chunks are missing.");

    public void Dispose() => _sha.Dispose();

    private void Advance(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A resumed file may have all chunks but one, so one call may hash gigabytes: it must be possible to cancel it.
            cancellationToken.ThrowIfCancellationRequested();
            long offset = (long)_next * ContentDigests.ChunkSize;
            ChunkDigest.Read(
                file, new ByteRange(offset, Math.Min(ContentDigests.ChunkSize, size - offset)), (bytes, _) => _sha.AppendData(bytes));
            lock (_lock)
            {
                _next++;
                if (_next == count || !_landed[_next])
                {
                    _hashing = false;
                    return;
                }
            }
        }
    }
}
