namespace ArtifactBuild.Content;

/// <summary>A part of a file as a stream of its own.</summary>
internal sealed class RangeStream : ForwardReadStream
{
    private readonly FileStream _inner;
    private long _left;

    public RangeStream(FileStream inner, ByteRange range)
    {
        _inner = inner;
        _inner.Position = range.Offset;
        _left = Math.Max(0, Math.Min(range.Length, inner.Length - range.Offset));
        Length = _left;
    }

    public override long Length { get; }

    public override long Position
    {
        get => Length - _left;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await _inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
