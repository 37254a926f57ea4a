using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage.Remote;

/// <summary>
/// The body of an answer that goes on where it broke off: after a lost connection, an early end, or when nothing moves any
/// more, the rest is asked for again.
/// </summary>
/// <param name="first">The body.</param>
/// <param name="length">The number of bytes that it must have.</param>
/// <param name="reopen">Opens the body again, from so many bytes on; tries several times itself.</param>
/// <param name="options">Time-outs and the number of tries.</param>
/// <param name="release">What is done when the stream is disposed.</param>
internal sealed class ResumingStream(
    Stream first, long length, Func<long, CancellationToken, Task<Stream>> reopen, RemoteOptions options, Action release)
    : ForwardReadStream
{
    private Stream? _inner = first;
    private long _position;
    private int _failures;
    private bool _released;

    /// <summary>Makes a coded error of what no try mends; nothing when whoever reads does that.</summary>
    public Func<StoreFailureException, ArtifactException>? Explain { get; init; }

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] bytes = new byte[Math.Min(buffer.Length, 64 * 1024)];
        int read = ReadAsync(bytes).AsTask().GetAwaiter().GetResult();
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Memory<byte> rest = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        if (rest.IsEmpty)
            return 0;
        try
        {
            return await ReadOnAsync(rest, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e) when (Explain is not null)
        {
            throw Explain(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_released)
        {
            _released = true;
            _inner?.Dispose();
            release();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnAsync(Memory<byte> rest, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _inner ??= await reopen(_position, cancellationToken).ConfigureAwait(false);
                int read = await ReadOnceAsync(_inner, rest, cancellationToken).ConfigureAwait(false);
                _position += read;
                _failures = 0;
                return read;
            }
            catch (StoreFailureException e) when (e.Failure.IsTransient && _inner is not null && ++_failures < options.MaxAttempts)
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
                _inner = null;
            }
        }
    }

    private async Task<int> ReadOnceAsync(Stream inner, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var watch = new IdleWatch(options, cancellationToken);
        int read = await Retry
            .TryAsync(() => inner.ReadAsync(buffer, watch.Token).AsTask(), StoreFailure.OfTransport, cancellationToken).ConfigureAwait(false);
        return read > 0
            ? read
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreUnavailable, "the answer ended early.", IsTransient: true));
    }
}
