using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>A file that changed after it was hashed: what it gives is not what its digests promise, and it finds that out while it is read.</summary>
internal sealed class PromisedContent(byte[] promised, byte[] actual) : UploadSource
{
    public override long Length => promised.Length;

    public override string? Md5 { get; } = TestContent.Md5(promised);

    public override Sha256Digest? Sha256Of(ByteRange range) => Sha256Digest.Of(promised.AsSpan((int)range.Offset, (int)range.Length));

    public override Stream Open(ByteRange range)
    {
        bool isWhole = range == new ByteRange(0, Length);
        return new HashingReadStream(
            new MemoryStream(actual, (int)range.Offset, (int)range.Length, writable: false),
            isWhole && Length <= ContentDigests.ChunkThreshold ? [Sha256Of(range)!.Value] : ChunksOf(range),
            range.Length,
            "model.bin",
            null);
    }

    private Sha256Digest[] ChunksOf(ByteRange range)
    {
        var chunks = new List<Sha256Digest>();
        for (long done = 0; done < range.Length; done += PartAlignment)
            chunks.Add(Sha256Of(new ByteRange(range.Offset + done, Math.Min(PartAlignment, range.Length - done)))!.Value);
        return [.. chunks];
    }
}
