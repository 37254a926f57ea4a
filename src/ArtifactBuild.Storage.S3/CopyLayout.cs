using System.Globalization;

namespace ArtifactBuild.Storage.S3;

/// <summary>
/// How an object is copied onto itself so that its ETag changes: in another number of parts, which the ETag of an object that
/// was made of parts ends with (<c>…-3</c>).
/// </summary>
internal static class CopyLayout
{
    // No part but the last may be smaller.
    private const long SmallestPart = 5 * 1024 * 1024;

    // Small enough for a server to copy it within the time in which nothing may move.
    private const long UsualPart = 256 * 1024 * 1024;

    private const int MaxParts = 9_999;

    /// <summary>The size of the parts; nothing when an object is too small for another number of them.</summary>
    /// <param name="size">The size of the object.</param>
    /// <param name="etag">Its ETag, without quotes.</param>
    public static long? PartSizeOf(long size, string etag)
    {
        long usual = Math.Max(UsualPart, Divide(size, MaxParts));
        long count = Math.Max(1, Divide(size, usual));
        if (count == PartsOf(etag))
            count++;
        long part = Math.Max(1, Divide(size, count));
        if (count == 1)
            return part;
        part = Math.Max(SmallestPart, part);
        return part < size ? part : null;
    }

    /// <summary>The number of parts that an object was made of; 0 when it was written at once.</summary>
    public static int PartsOf(string etag) =>
        etag.LastIndexOf('-') is > 0 and int dash && int.TryParse(etag.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int parts)
            ? parts
            : 0;

    private static long Divide(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
