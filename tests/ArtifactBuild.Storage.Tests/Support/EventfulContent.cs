using ArtifactBuild.Content;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>A content of which something happens in the middle; what is read after that comes slowly, as from a disk that is busy.</summary>
/// <param name="length">The number of bytes.</param>
/// <param name="at">After how many bytes, of all parts together, it happens.</param>
/// <param name="happens">What; it happens at every read from there on.</param>
internal sealed class EventfulContent(long length, long at, Action happens) : UploadSource
{
    private const int SlowRead = 64 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private long _read;
    private long _readAfter;

    public override long Length => length;

    /// <summary>How many bytes were read after it had happened.</summary>
    public long ReadAfter => Interlocked.Read(ref _readAfter);

    public override Stream Open(ByteRange range) => new EventfulStream(this, new GeneratedStream(1, range.Offset, range.Length));

    private bool HasCome => Interlocked.Read(ref _read) >= at;

    private void Happen() => happens();

    private void Count(int read)
    {
        if (HasCome)
            Interlocked.Add(ref _readAfter, read);
        Interlocked.Add(ref _read, read);
    }

    private sealed class EventfulStream(EventfulContent content, GeneratedStream bytes) : ForwardReadStream
    {
        public override long Length => bytes.Length;

        public override long Position
        {
            get => bytes.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (!Happens())
                return Count(bytes.Read(buffer));
            Thread.Sleep(Pause);
            return Count(bytes.Read(buffer[..Math.Min(buffer.Length, SlowRead)]));
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!Happens())
                return Count(await bytes.ReadAsync(buffer, cancellationToken));
            await Task.Delay(Pause, cancellationToken);
            return Count(await bytes.ReadAsync(buffer[..Math.Min(buffer.Length, SlowRead)], cancellationToken));
        }

        private bool Happens()
        {
            bool now = content.HasCome;
            if (now)
                content.Happen();
            return now;
        }

        private int Count(int read)
        {
            content.Count(read);
            return read;
        }
    }
}
