using System.Security.Cryptography;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Artifacts;

/// <summary>
/// A file on its way into a store: reading its end throws when the bytes that went by are not those that were hashed when the
/// file was added, so a store never keeps them.
/// </summary>
internal sealed class HashingReadStream(Stream inner, Sha256Digest expected, long size, string path) : ForwardReadStream
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;
    private bool _checked;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Account(buffer.Span[..read], atEnd: read == 0 && !buffer.IsEmpty);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Account(buffer[..read], atEnd: read == 0 && !buffer.IsEmpty);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sha.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Also at the last expected byte: a client that knows the length may never ask for the end.
    private void Account(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        _sha.AppendData(bytes);
        _position += bytes.Length;
        if (_position <= size && (_checked || (!atEnd && _position < size)))
            return;
        _checked = true;
        if (_position != size || Sha256Digest.FromHash(_sha.GetCurrentHash()) != expected)
        {
            throw new ArtifactException(
                ArtifactCodes.SourceChanged,
                $"{path} changed while it was being logged. Log again when nothing writes to it, or add it with the mutable policy.");
        }
    }
}
