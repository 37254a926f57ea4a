using System.Globalization;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Objects;

/// <summary>Reading an object's bytes (<c>alt=media</c>).</summary>
internal static class MediaReading
{
    public static Reply Read(GcsRequest request, StoredObject stored)
    {
        bool compressed = stored.Fields["contentEncoding"] == "gzip";
        bool gunzip = compressed && !TakesGzip(request) && stored.Fields["cacheControl"]?.Contains("no-transform", StringComparison.Ordinal) != true;
        long size = stored.Payload.Length;
        // Documented: a range means nothing when the object is decompressed on the way.
        ByteRange? range = gunzip ? null : ByteRange.Parse(request.Header("Range"), size);

        var body = new MediaBody(stored.Payload, range?.First ?? 0, range?.Length ?? size) { Gunzip = gunzip };
        Reply reply = new Reply(range == null ? 200 : 206) { Media = body }
            .With("Content-Type", stored.Fields["contentType"] ?? "application/octet-stream")
            .With("Content-Range", range?.ToContentRange(size))
            .With("Content-Encoding", gunzip ? null : stored.Fields["contentEncoding"])
            .With("Content-Disposition", stored.Fields["contentDisposition"])
            .With("Content-Language", stored.Fields["contentLanguage"])
            .With("Cache-Control", stored.Fields["cacheControl"] ?? "no-cache, no-store, max-age=0, must-revalidate")
            .With("ETag", stored.ETag)
            .With("Last-Modified", stored.Updated.ToString("r", CultureInfo.InvariantCulture))
            .With("X-Goog-Generation", stored.Generation.ToString(CultureInfo.InvariantCulture))
            .With("X-Goog-Metageneration", stored.Metageneration.ToString(CultureInfo.InvariantCulture))
            .With("X-Goog-Hash", $"crc32c={stored.Payload.Crc32c},md5={stored.Payload.Md5}")
            .With("X-Goog-Stored-Content-Encoding", stored.Fields["contentEncoding"] ?? "identity")
            .With("X-Goog-Stored-Content-Length", size.ToString(CultureInfo.InvariantCulture))
            .With("X-Goog-Storage-Class", stored.Fields["storageClass"] ?? "STANDARD");
        foreach ((string key, string value) in stored.Fields.Metadata.Where(each => each.Key.All(char.IsAsciiLetterOrDigit)))
            reply.With("X-Goog-Meta-" + key, Uri.EscapeDataString(value));
        return reply;
    }

    private static bool TakesGzip(GcsRequest request) =>
        request.Header("Accept-Encoding")?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true;
}
