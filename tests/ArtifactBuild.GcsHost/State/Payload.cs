using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>The bytes of one object and their checksums. Never changes, so that copies and slow readers can share it.</summary>
/// <remarks>
/// Nobody disposes of it: a reader may still be at it when the object is deleted. The last one to let go lets the
/// handle be finalised, and with it go the bytes.
/// </remarks>
internal sealed class Payload
{
    private readonly byte[] _memory;
    private readonly SafeFileHandle? _file;

    public Payload(byte[] memory, SafeFileHandle? file, long length, string md5, string crc32c)
    {
        (_memory, _file) = (memory, file);
        (Length, Md5, Crc32c) = (length, md5, crc32c);
    }

    public long Length { get; }

    /// <summary>Base64, as the API writes it.</summary>
    public string Md5 { get; }

    /// <summary>Base64, as the API writes it.</summary>
    public string Crc32c { get; }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellation)
    {
        if (_file != null)
            return RandomAccess.ReadAsync(_file, buffer, offset, cancellation);

        int count = (int)Math.Min(buffer.Length, _memory.Length - offset);
        _memory.AsMemory((int)offset, count).CopyTo(buffer);
        return ValueTask.FromResult(count);
    }

    public Stream OpenRead() => new PayloadStream(this);
}
