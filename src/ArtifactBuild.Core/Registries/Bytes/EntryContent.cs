using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>
/// The bytes of a draft's entry on their way into a store: each part is compared, while it is read, with what was hashed when
/// the file was added.
/// </summary>
/// <param name="entry">The entry.</param>
/// <param name="passed">Told of each piece that goes by.</param>
internal sealed class EntryContent(ManifestEntry entry, Action<int>? passed = null) : UploadSource
{
    private readonly string _path = entry.LocalPath!;

    public override long Length { get; } = entry.Blob.Size;

    // A reference's digest may be something else than the MD5 of its bytes.
    public override string? Md5 => entry.IsReference ? null : entry.Digest;

    public override Stream Open(ByteRange range)
    {
        FileStream source = OpenSource();
        try
        {
            bool isWhole = range == new ByteRange(0, Length);
            // A file that grew is not the file that was hashed.
            if (source.Length != Length)
                throw HashingReadStream.Changed(_path);
            return isWhole && entry.Chunks.IsEmpty
                ? new HashingReadStream(source, [entry.Blob.Digest], Length, _path, passed)
                : new HashingReadStream(new RangeStream(source, range), ChunksOf(range), range.Length, _path, passed);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public override Sha256Digest? Sha256Of(ByteRange range) => range == new ByteRange(0, Length) ? entry.Sha256
        : range.Offset % PartAlignment == 0 && !entry.Chunks.IsEmpty && ChunksOf(range) is [Sha256Digest only] ? only
        : null;

    private ReadOnlySpan<Sha256Digest> ChunksOf(ByteRange range)
    {
        if (range.Offset % PartAlignment != 0 || entry.Chunks.IsEmpty)
            throw new ArgumentException("A part begins at a chunk.", nameof(range));
        int first = (int)(range.Offset / PartAlignment);
        int count = (int)((range.Length + PartAlignment - 1) / PartAlignment);
        return entry.Chunks.AsSpan().Slice(first, count);
    }

    private FileStream OpenSource() => DiskFailure.Explain(() => SequentialFile.OpenRead(_path), e => new ArtifactException(
        ArtifactCodes.SourceChanged,
        $"{_path} could not be read again for “{entry.Path}”: {e.Message} Log again, or add it with the mutable policy.",
        e));
}
