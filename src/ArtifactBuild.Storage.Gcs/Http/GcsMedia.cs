using System.Globalization;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>The bytes of an object.</summary>
/// <param name="Info">What came with them; nothing when something in between took it away.</param>
/// <param name="Content">The bytes; nothing when the range that was asked for begins at the end of the object or beyond.</param>
internal sealed record GcsMedia(GcsObject? Info, Stream? Content)
{
    /// <summary>What the headers of an answer say of the object.</summary>
    public static GcsObject? InfoOf(string name, HttpResponseMessage answer)
    {
        return Number(answer, "x-goog-generation") is long generation
            && Number(answer, "x-goog-metageneration") is long metageneration
            && (Number(answer, "x-goog-stored-content-length") ?? answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength) is long size
            && answer.Content.Headers.LastModified is DateTimeOffset time
                ? new GcsObject
                {
                    Name = name,
                    Size = size,
                    Generation = generation,
                    Metageneration = metageneration,
                    Updated = time,
                    Crc32c = Checksum(answer),
                }
                : null;
    }

    // “crc32c=…,md5=…”, in one header or in two.
    private static string? Checksum(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-goog-hash", out IEnumerable<string>? values)
            ? values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).FirstOrDefault(IsChecksum)?["crc32c=".Length..]
            : null;

    private static bool IsChecksum(string hash) => hash.StartsWith("crc32c=", StringComparison.Ordinal);

    private static long? Number(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out IEnumerable<string>? values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : null;
}
