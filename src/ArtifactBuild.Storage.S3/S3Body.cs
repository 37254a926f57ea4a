using System.Buffers;
using System.Net;
using System.Runtime.ExceptionServices;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>A part of a content as the body of a request: read once, while it is sent.</summary>
internal sealed class S3Body(UploadSource content, ByteRange range, IdleWatch watch) : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private ExceptionDispatchInfo? _failure;

    /// <summary>The number of bytes.</summary>
    public long Length => range.Length;

    /// <summary>Throws the exception that reading the content threw; the connection breaks as well, and its own exception would hide the reason.</summary>
    public void ThrowIfUnreadable() => _failure?.Throw();

    protected override bool TryComputeLength(out long length)
    {
        length = range.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(range.Length, 1, BufferSize));
        try
        {
            Stream source = Reading(() => watch.Follow(content.Open(range)));
            await using (source.ConfigureAwait(false))
            {
                long left = range.Length;
                int read = 0;
                do
                {
                    if (left > 0)
                        read = await ReadAsync(source, buffer, left, cancellationToken).ConfigureAwait(false);
                    left -= read;
                    // The last bytes go only when it is certain that they are: with them the server has an object.
                    if (left == 0)
                        await ReadAsync(source, new byte[1], 0, cancellationToken).ConfigureAwait(false);
                    await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
                while (left > 0);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads some bytes, or the end when none are left.</summary>
    private async Task<int> ReadAsync(Stream source, byte[] buffer, long left, CancellationToken cancellationToken)
    {
        try
        {
            int read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            // A content that ends too early or goes on too long is not the one that was promised.
            return (read == 0) == (left == 0) && read <= left
                ? read
                : throw new StoreFailureException(new StoreFailure(
                    ArtifactCodes.StoreAccess, $"the content has {(read == 0 ? "only " + (range.Length - left) : "more than " + range.Length)} bytes."));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private Stream Reading(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }
}
