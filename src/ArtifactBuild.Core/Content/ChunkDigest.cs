using System.Buffers;
using System.Security.Cryptography;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Content;

/// <summary>Reads and hashes parts of files.</summary>
internal static class ChunkDigest
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>The SHA-256 of a part of a file; of less if the file ends before.</summary>
    public static Sha256Digest Of(SafeFileHandle file, ByteRange range)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Read(file, range, (bytes, _) => sha.AppendData(bytes));
        return Sha256Digest.FromHash(sha.GetHashAndReset());
    }

    /// <summary>Copies a part of a file to the same place in another.</summary>
    /// <returns>The SHA-256 of the bytes that were copied.</returns>
    public static Sha256Digest Copy(SafeFileHandle from, SafeFileHandle to, ByteRange range)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Read(from, range, (bytes, offset) =>
        {
            sha.AppendData(bytes);
            RandomAccess.Write(to, bytes, offset);
        });
        return Sha256Digest.FromHash(sha.GetHashAndReset());
    }

    /// <summary>Copies a part of a file to the same place in another, and looks at no byte.</summary>
    /// <returns>Whether it was there to the end.</returns>
    public static bool CopyOnly(SafeFileHandle from, SafeFileHandle to, ByteRange range, CancellationToken cancellationToken)
    {
        long copied = 0;
        Read(from, range, (bytes, offset) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomAccess.Write(to, bytes, offset);
            copied += bytes.Length;
        });
        return copied == range.Length;
    }

    /// <summary>Reads a part of a file piece by piece.</summary>
    public static void Read(SafeFileHandle file, ByteRange range, PieceHandler handle)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(range.Length, 1, BufferSize));
        try
        {
            long end = range.Offset + range.Length;
            for (long at = range.Offset; at < end;)
            {
                int read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at);
                if (read == 0)
                    return;
                handle(buffer.AsSpan(0, read), at);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes a piece of a file that begins at an offset.</summary>
    public delegate void PieceHandler(ReadOnlySpan<byte> bytes, long offset);
}
