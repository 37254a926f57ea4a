using System.Buffers;
using System.Security.Cryptography;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Content;

/// <summary>The SHA-256 of a stream, alone or while it is copied.</summary>
internal static class StreamDigest
{
    private const int BufferSize = 256 * 1024;

    public static Task<Sha256Digest> OfAsync(Stream content, CancellationToken cancellationToken) =>
        CopyAsync(content, null, long.MaxValue, cancellationToken);

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<Sha256Digest> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        FileStream content = SequentialFile.OpenRead(path);
        await using (content.ConfigureAwait(false))
            return await OfAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies bytes and makes sure, before it returns, that they are the promised ones: size first, then digest.</summary>
    /// <exception cref="ArtifactException">ART3001 or ART3002: they are not.</exception>
    public static async Task CopyVerifiedAsync(
        Stream content, Stream destination, Sha256Digest digest, long size, string source, CancellationToken cancellationToken)
    {
        Sha256Digest actual = await CopyAsync(content, destination, size, cancellationToken).ConfigureAwait(false);
        if (destination.Position != size)
            throw WrongSize(source, destination.Position, size);
        if (actual != digest)
            throw Mismatch(source, actual, digest);
    }

    /// <summary>The error for stored bytes that are more or fewer than promised.</summary>
    public static ArtifactException WrongSize(string source, long actual, long size) => new(
        ArtifactCodes.SizeMismatch,
        $"{source} has {(actual > size ? "more than" : $"only {actual} of")} {size} bytes. The stored content is damaged or incomplete; log the version again, or restore the object from a backup.");

    /// <summary>The error for stored bytes that are other ones than promised.</summary>
    public static ArtifactException Mismatch(string source, Sha256Digest actual, Sha256Digest digest) => new(
        ArtifactCodes.DigestMismatch,
        $"{source} has the SHA-256 {actual}, not {digest}. The stored content is damaged or was tampered with; log the version again, or restore the object from a backup.");

    // Stops one buffer after the limit, so that a source which never ends can't fill the disk.
    private static async Task<Sha256Digest> CopyAsync(
        Stream content, Stream? destination, long limit, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long copied = 0;
            int read;
            while (copied <= limit && (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                copied += read;
                sha.AppendData(buffer, 0, read);
                if (destination is not null)
                    await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            return Sha256Digest.FromHash(sha.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
