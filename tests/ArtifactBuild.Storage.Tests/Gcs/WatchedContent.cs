using ArtifactBuild.Content;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>Bytes in memory of which a test is told when one of them is read.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="at">The place of the byte.</param>
/// <param name="happens">What happens before it is given away.</param>
/// <param name="knowsMd5">Whether the MD5 is known beforehand, as that of a file is.</param>
internal sealed class WatchedContent(byte[] bytes, long at, Func<Task> happens, bool knowsMd5 = false) : UploadSource
{
    public WatchedContent(byte[] bytes)
        : this(bytes, long.MaxValue, () => Task.CompletedTask, knowsMd5: true)
    {
    }

    public override long Length => bytes.Length;

    public override string? Md5 { get; } = knowsMd5 ? TestContent.Md5(bytes) : null;

    public override Stream Open(ByteRange range) => new WatchedStream(bytes, range, at, happens);

    private sealed class WatchedStream(byte[] bytes, ByteRange range, long at, Func<Task> happens) : ForwardReadStream
    {
        private long _position;

        public override long Length => range.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException("A store reads asynchronously.");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = (int)Math.Min(buffer.Length, range.Length - _position);
            long start = range.Offset + _position;
            if (start <= at && at < start + count)
                await happens();
            bytes.AsMemory((int)start, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}
