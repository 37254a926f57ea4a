namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>A stream with which something happens at each piece that is read.</summary>
internal sealed class AlteredStream(Stream inner, Func<Memory<byte>, long, CancellationToken, Task<int>> alter) : Stream
{
    private long _position;

    /// <param name="inner">The stream.</param>
    /// <param name="pause">How long each piece takes.</param>
    /// <param name="piece">How many bytes a piece has at most.</param>
    public static AlteredStream Slow(Stream inner, TimeSpan pause, int piece) => new(inner, async (buffer, _, token) =>
    {
        await Task.Delay(pause, token);
        return await inner.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], token);
    });

    /// <summary>A stream that ends early.</summary>
    public static AlteredStream Short(Stream inner, long length) => new(inner, async (buffer, position, token) =>
        await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length - position)], token));

    /// <summary>A stream with one bit turned over.</summary>
    public static AlteredStream Flipped(Stream inner, long at) => new(inner, async (buffer, position, token) =>
    {
        int read = await inner.ReadAsync(buffer, token);
        if (at >= position && at < position + read)
            buffer.Span[(int)(at - position)] ^= 1;
        return read;
    });

    /// <summary>A stream that never ends before it is cancelled.</summary>
    /// <param name="inner">The stream.</param>
    /// <param name="after">After how many bytes nothing comes any more.</param>
    /// <param name="stuck">Told when somebody waits for more.</param>
    public static AlteredStream Stuck(Stream inner, long after, Action? stuck = null) => new(inner, async (buffer, position, token) =>
    {
        if (position >= after)
        {
            stuck?.Invoke();
            await Task.Delay(Timeout.Infinite, token);
        }

        return await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, after - position)], token);
    });

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await alter(buffer, _position, cancellationToken);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The engine reads without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
