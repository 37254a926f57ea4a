using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ArtifactBuild.Model;

namespace ArtifactBuild.Content;

/// <summary>Computes every digest of a stream in one pass, and copies the bytes on the way when asked to.</summary>
internal static class ContentHasher
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>Hashes a file in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the hashing between two buffers.</param>
    /// <returns>The digests of its bytes.</returns>
    public static async Task<ContentDigests> HashFileAsync(string path, CancellationToken cancellationToken)
    {
        FileStream source = SequentialFile.OpenRead(path);
        await using (source.ConfigureAwait(false))
        {
            return await HashAsync(source, Stream.Null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Hashes what a stream still holds and writes the same bytes to a destination.</summary>
    /// <param name="source">Where the bytes come from; its length, if known, only decides how the work is spread.</param>
    /// <param name="destination">Where the bytes go, or <see cref="Stream.Null"/>.</param>
    /// <param name="cancellationToken">Cancels the copy between two buffers. The destination keeps the bytes that were written by then.</param>
    /// <returns>The digests of exactly the bytes that were written.</returns>
    public static async Task<ContentDigests> HashAsync(Stream source, Stream destination, CancellationToken cancellationToken)
    {
        byte[] current = ArrayPool<byte>.Shared.Rent(BufferSize);
        byte[] next = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            using var sha = new ChunkedSha256();
            long size = 0;
            int read = await FillAsync(source, current, cancellationToken).ConfigureAwait(false);
            while (read > 0)
            {
                size += read;
                if (read < BufferSize)
                {
                    // The last buffer, and the only one of a small file: threads would cost more than they save.
                    md5.AppendData(current, 0, read);
                    sha.Append(current.AsSpan(0, read));
                    await destination.WriteAsync(current.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    break;
                }

                // MD5 has no hardware support and sets the pace; SHA-256, the write and the next read run beside it.
                byte[] block = current;
                Task hashMd5 = Task.Run(() => md5.AppendData(block, 0, BufferSize), CancellationToken.None);
                Task hashSha = Task.Run(() => sha.Append(block.AsSpan(0, BufferSize)), CancellationToken.None);
                try
                {
                    await destination.WriteAsync(block.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false);
                    read = await FillAsync(source, next, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    // The buffers go back to the pool, so nobody may be reading them any more, whatever failed.
                    await Task.WhenAll(hashMd5, hashSha).ConfigureAwait(false);
                }

                (current, next) = (next, current);
            }

            (Sha256Digest whole, ImmutableArray<Sha256Digest> chunks) = sha.Finish();
            return new ContentDigests(size, Convert.ToBase64String(md5.GetHashAndReset()), whole, chunks);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private static async ValueTask<int> FillAsync(Stream source, byte[] buffer, CancellationToken cancellationToken) =>
        await source.ReadAtLeastAsync(buffer.AsMemory(0, BufferSize), BufferSize, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
}
