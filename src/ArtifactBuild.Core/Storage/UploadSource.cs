using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage;

/// <summary>Bytes on their way into a store, which may read them in parts, several parts at a time, and again when a try failed.</summary>
public abstract class UploadSource
{
    /// <summary>Parts begin at a multiple of this many bytes, 16 MiB, and end at one or at the end of the content.</summary>
    public const int PartAlignment = ContentDigests.ChunkSize;

    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The MD5 of all bytes in base64, when it is known without reading them.</summary>
    public virtual string? Md5 => null;

    /// <summary>Opens a part. If reading the stream throws, the store keeps nothing.</summary>
    /// <param name="range">The part; see <see cref="PartAlignment"/>.</param>
    /// <returns>A stream that is read once from start to end, to be disposed.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART4003: the bytes are no longer those that were promised.</exception>
    public abstract Stream Open(ByteRange range);

    /// <summary>Opens all bytes.</summary>
    /// <returns>A stream that is read once from start to end, to be disposed.</returns>
    public Stream Open() => Open(new ByteRange(0, Length));

    /// <summary>The SHA-256 of a part, when it is known without reading it.</summary>
    /// <param name="range">The part.</param>
    /// <returns>The digest, if known.</returns>
    public virtual Sha256Digest? Sha256Of(ByteRange range) => null;

    /// <summary>Bytes in memory.</summary>
    /// <param name="bytes">The bytes, which must not change.</param>
    /// <returns>The content.</returns>
    public static UploadSource Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new BytesContent(bytes);
    }

    private sealed class BytesContent(byte[] bytes) : UploadSource
    {
        private Sha256Digest? _sha256;

        public override long Length => bytes.Length;

        public override Stream Open(ByteRange range) => new MemoryStream(bytes, (int)range.Offset, (int)range.Length, writable: false);

        public override Sha256Digest? Sha256Of(ByteRange range) => range == new ByteRange(0, bytes.Length)
            ? _sha256 ??= Sha256Digest.Of(bytes)
            : Sha256Digest.Of(bytes.AsSpan((int)range.Offset, (int)range.Length));
    }
}
