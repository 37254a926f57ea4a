using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>A body whose server does not say how long it is, so that nobody can go on with it where it breaks off.</summary>
internal sealed class UnsizedBody(Stream inner, RemoteOptions options) : ForwardReadStream
{
    private long _position;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        int read = ReadAsync(bytes).AsTask().GetAwaiter().GetResult();
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var watch = new IdleWatch(options, cancellationToken);
        int read = await Retry
            .TryAsync(() => inner.ReadAsync(buffer, watch.Token).AsTask(), static _ => null, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
