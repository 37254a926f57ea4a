using ArtifactBuild.Content;

namespace ArtifactBuild.Storage.Remote;

/// <summary>Cancels a request on which nothing moves for too long, however long it takes as a whole.</summary>
internal sealed class IdleWatch : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _link;
    private readonly TimeSpan _limit;

    public IdleWatch(RemoteOptions options, CancellationToken caller)
    {
        _limit = options.IdleTimeout;
        _source = new CancellationTokenSource(_limit, options.Clock);
        _link = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>For the request: cancelled by the caller, or by idleness.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Something moved.</summary>
    public void Touch() => _source.CancelAfter(_limit);

    /// <summary>A stream whose every read counts as movement: for the body of a request.</summary>
    public Stream Follow(Stream body) => new FollowedStream(body, this);

    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }

    private sealed class FollowedStream(Stream inner, IdleWatch watch) : ForwardReadStream
    {
        private long _position;

        public override long Length => inner.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            watch.Touch();
            _position += read;
            return read;
        }
    }
}
