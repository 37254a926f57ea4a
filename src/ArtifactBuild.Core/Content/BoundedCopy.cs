using System.Buffers;

namespace ArtifactBuild.Content;

/// <summary>Copies what should have a known length: a source that goes on and on must not fill the disk.</summary>
internal static class BoundedCopy
{
    private const int BufferSize = 256 * 1024;

    /// <param name="source">Where the bytes come from.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="limit">How many there should be at most.</param>
    /// <param name="passed">Told of each piece that goes by.</param>
    /// <param name="cancellationToken">Cancels the copy between two buffers. The destination keeps the bytes that were written by then.</param>
    /// <returns>The number of bytes that were read: more than the limit when there were more, and then copying stopped.</returns>
    public static async Task<long> RunAsync(
        Stream source, Stream destination, long limit, Action<ReadOnlyMemory<byte>> passed, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long copied = 0;
            int read;
            while (copied <= limit && (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                copied += read;
                passed(buffer.AsMemory(0, read));
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
