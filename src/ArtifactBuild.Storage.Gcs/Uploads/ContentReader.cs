using System.Buffers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>Bytes on their way out, read once from start to end, and their checksum.</summary>
internal sealed class ContentReader(Stream source, Crc32C checksum = default)
{
    private const int BufferSize = 128 * 1024;

    private Crc32C _checksum = checksum;

    /// <summary>The checksum of what was there before and of all that was read.</summary>
    public Crc32C Checksum => _checksum;

    /// <summary>Reads so many bytes, and writes them to a stream if there is one.</summary>
    public async Task CopyAsync(Stream? destination, long count, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, BufferSize));
        try
        {
            for (long left = count; left > 0;)
            {
                Memory<byte> part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                part = part[..await ReadOnceAsync(part, cancellationToken).ConfigureAwait(false)];
                if (destination is not null)
                    await destination.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                left -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads exactly as many bytes as fit.</summary>
    public async Task ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
            buffer = buffer[await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false)..];
    }

    /// <summary>Makes sure that there are no more bytes.</summary>
    public async Task EnsureEndAsync(CancellationToken cancellationToken)
    {
        if (await ReadSourceAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
            throw Failed("the content has more bytes than it should.");
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await ReadSourceAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0)
            throw Failed("the content ended early.");
        _checksum.Append(buffer.Span[..read]);
        return read;
    }

    private async Task<int> ReadSourceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // It would look like a broken connection, and be tried again and again.
            throw Failed("the content could not be read.", e);
        }
    }

    private static StoreFailureException Failed(string reason, Exception? cause = null) =>
        new(new StoreFailure(ArtifactCodes.StoreAccess, reason), cause);
}
