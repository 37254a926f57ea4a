namespace ArtifactBuild.Content;

/// <summary>Bytes on their way to somebody who verifies them, kept in memory for who needs them when they are verified.</summary>
/// <param name="inner">The bytes.</param>
/// <param name="kept">Gets what was read.</param>
internal sealed class KeepingReadStream(Stream inner, MemoryStream kept) : ForwardReadStream
{
    public override long Length => inner.Length;

    public override long Position
    {
        get => kept.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        kept.Write(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        kept.Write(buffer.Span[..read]);
        return read;
    }
}
