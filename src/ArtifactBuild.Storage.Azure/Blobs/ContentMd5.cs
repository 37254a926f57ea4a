using System.Buffers;
using System.Security.Cryptography;
using ArtifactBuild.Content;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>The MD5 of bytes that are about to be sent. It stands before them in the request, so it is made by a pass of its own.</summary>
/// <remarks>
/// The service would take its CRC-64 as well, which is quicker to make, but Azurite does not look at it, and a check that no test
/// can see fail is none. The second reading of a block comes from the system's file cache.
/// </remarks>
internal static class ContentMd5
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The MD5 of bytes in memory, in base64.</summary>
#pragma warning disable CA5351 // Asked for by the protocol, against accidents on the way.
    public static string Of(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351

    /// <summary>The MD5 of a part of a content, in base64.</summary>
    public static async Task<string> OfAsync(UploadSource content, ByteRange range, IdleWatch watch)
    {
        using Stream body = watch.Follow(content.Open(range));
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, Math.Max(1, range.Length)));
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, watch.Token).ConfigureAwait(false)) > 0)
                md5.AppendData(buffer, 0, read);
            return Convert.ToBase64String(md5.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
