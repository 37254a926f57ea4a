using System.Globalization;
using System.Security.Cryptography;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Azure;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>What the headers of an answer say of a blob.</summary>
internal static class BlobHeaders
{
    // The mark of folders that tools for Data Lake leave.
    public const string FolderMark = "hdi_isfolder";

    private const string MetadataPrefix = "x-ms-meta-";

    /// <summary>The form that conditions have. Lists give ETags without quotes, headers with them; ours have none.</summary>
    public static string Quoted(string etag) => $"\"{etag}\"";

    /// <summary>The ETag without its quotes.</summary>
    public static string Bare(string etag) => etag.Trim('"');

    /// <summary>Whether a header is one of the blob's metadata.</summary>
    public static bool IsMetadata(string header) => header.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>What an answer says of a blob.</summary>
    /// <exception cref="StoreFailureException">It does not say enough.</exception>
    public static BlobState StateOf(string name, Response response, long size)
    {
        // Not the library's own reading of it, which throws at an ETag without quotes.
        if (!response.Headers.TryGetValue("ETag", out string? etag)
            || !response.Headers.TryGetValue("Last-Modified", out string? time)
            || !TryReadTime(time, out DateTimeOffset written))
        {
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server's answer has no ETag or no time."));
        }

        bool isFolder = response.Headers.TryGetValue(MetadataPrefix + FolderMark, out string? mark) && IsTrue(mark);
        string? version = response.Headers.TryGetValue("x-ms-version-id", out string? id) ? id : null;
        return new BlobState(new ObjectInfo(name, size, Bare(etag), written), version, isFolder);
    }

    /// <summary>The MD5 that an answer gives for its bytes, if it is one.</summary>
    public static byte[]? Md5Of(Response response)
    {
        byte[] md5 = new byte[MD5.HashSizeInBytes];
        return response.Headers.TryGetValue("Content-MD5", out string? text)
            && Convert.TryFromBase64String(text, md5, out int length)
            && length == md5.Length
                ? md5
                : null;
    }

    /// <summary>Reads a time of HTTP.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Whether a folder's mark is set.</summary>
    public static bool IsTrue(string? mark) => string.Equals(mark, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The size of the whole blob, of which an answer has all bytes or a part.</summary>
    /// <returns>The size; nothing when the answer is none to the request.</returns>
    public static long? SizeOf(Response response, ByteRange? range)
    {
        if (response.Status == 200)
            return range is null or { Offset: 0 } ? response.Headers.ContentLengthLong : null;
        // bytes 0-99/1234
        return range is ByteRange part
            && response.Headers.TryGetValue("Content-Range", out string? text)
            && text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"bytes {part.Offset}-"), StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(text.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size
                : null;
    }
}
