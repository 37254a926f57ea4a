using System.Security.Cryptography;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Content;

/// <summary>
/// Bytes on their way into a store: reading the end of a chunk throws when the bytes that went by are not those that were hashed
/// when the file was added, so a store never keeps them.
/// </summary>
internal sealed class HashingReadStream : ForwardReadStream
{
    private readonly Stream _inner;
    private readonly Sha256Digest[] _expected;
    private readonly long _size;
    private readonly string _path;
    private readonly Action<int>? _passed;
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;
    private int _checked;

    /// <param name="inner">The bytes.</param>
    /// <param name="expected">The SHA-256 of all of them, or of each 16 MiB chunk.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="path">The file they come from, for messages.</param>
    /// <param name="passed">Told of each piece that goes by.</param>
    public HashingReadStream(Stream inner, ReadOnlySpan<Sha256Digest> expected, long size, string path, Action<int>? passed = null)
    {
        _inner = inner;
        _expected = expected.ToArray();
        _size = size;
        _path = path;
        _passed = passed;
    }

    public override long Length => _size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>The error for a file whose bytes changed after they were hashed.</summary>
    public static ArtifactException Changed(string path) => new(
        ArtifactCodes.SourceChanged,
        $"{path} changed while it was being logged. Log again when nothing writes to it, or add it with the mutable policy.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Account(buffer.Span[..read], atEnd: read == 0 && !buffer.IsEmpty);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _inner.Read(buffer);
        Account(buffer[..read], atEnd: read == 0 && !buffer.IsEmpty);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sha.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Also at the last expected byte: a client that knows the length may never ask for the end.
    private void Account(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        if (!bytes.IsEmpty)
            _passed?.Invoke(bytes.Length);
        long chunk = _expected.Length == 1 ? _size : ContentDigests.ChunkSize;
        if (_position + bytes.Length > _size || (atEnd && _position < _size))
            throw Changed(_path);
        do
        {
            long end = Math.Min((_checked + 1) * chunk, _size);
            ReadOnlySpan<byte> part = bytes[..(int)Math.Min(bytes.Length, end - _position)];
            _sha.AppendData(part);
            _position += part.Length;
            bytes = bytes[part.Length..];
            if (_position == end && _checked < _expected.Length && Sha256Digest.FromHash(_sha.GetHashAndReset()) != _expected[_checked++])
                throw Changed(_path);
        }
        while (!bytes.IsEmpty);
    }
}
