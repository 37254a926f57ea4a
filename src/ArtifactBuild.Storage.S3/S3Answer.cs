using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Xml;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>The answer to a request: headers are there, and the body can be read.</summary>
internal sealed class S3Answer(HttpResponseMessage message, string? errorCode) : IDisposable
{
    private const int MaxErrorLength = 64 * 1024;

    public HttpStatusCode Status => message.StatusCode;

    public bool IsSuccess => message.IsSuccessStatusCode;

    /// <summary>The server's word for what went wrong; nothing when nothing did, or when the answer has no body.</summary>
    public string? ErrorCode => errorCode;

    /// <summary>The region that the bucket is in, if the server says so.</summary>
    public string? BucketRegion => Header("x-amz-bucket-region");

    /// <summary>The version of the object; nothing when the bucket keeps none.</summary>
    public string? VersionId => Header("x-amz-version-id");

    /// <summary>Whether the ETag is the MD5 of the bytes: not of objects that were made of parts, nor of those under keys of their owner.</summary>
    public bool HasMd5AsETag => Header("ETag")?.Trim('"') is { Length: 32 } etag
        && etag.All(char.IsAsciiHexDigitLower)
        && Header("x-amz-server-side-encryption") is null or "AES256"
        && Header("x-amz-server-side-encryption-customer-algorithm") is null;

    /// <summary>Whether Ceph answers, also behind a server that hides its name.</summary>
    public bool IsCeph => Header("Server")?.StartsWith("Ceph", StringComparison.Ordinal) == true
        || Header("x-amz-request-id")?.StartsWith("tx0", StringComparison.Ordinal) == true;

    /// <summary>The server's time.</summary>
    public DateTimeOffset? Time => message.Headers.Date;

    /// <summary>The media type of the object.</summary>
    public string? ContentType => Header("Content-Type");

    /// <summary>Reads the word for an error, if there is one.</summary>
    public static async Task<S3Answer> ReadAsync(HttpResponseMessage message, CancellationToken cancellationToken) =>
        new(message, message.IsSuccessStatusCode ? null : await ReadCodeAsync(message, cancellationToken).ConfigureAwait(false));

    /// <summary>The body, which frees the connection when it is disposed.</summary>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => message.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>What the headers say of the object.</summary>
    public ObjectInfo Describe(string key, long size)
    {
        // The answer to a write has no time of writing, but it comes at that time. Lists have fractions of a second, these headers have none.
        string? time = Header("Last-Modified") ?? Header("Date");
        bool isTime = DateTimeOffset.TryParseExact(
            time, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset written);
        return new ObjectInfo(key, size, ETag(Header("ETag")), isTime ? written : ToSeconds(DateTimeOffset.UtcNow));
    }

    /// <summary>What the headers say of an object that is read, whole or in part.</summary>
    public ObjectInfo Describe(string key)
    {
        HttpContentHeaders headers = message.Content.Headers;
        long? size = Status == HttpStatusCode.PartialContent ? headers.ContentRange?.Length : headers.ContentLength;
        return Describe(key, size ?? throw S3Failures.Incomplete("the size of the object"));
    }

    /// <summary>An ETag as it is kept here: without the quotes, which not every server writes in every place.</summary>
    /// <exception cref="StoreFailureException">There is none.</exception>
    public static string ETag(string? text) =>
        text?.Trim('"') is { Length: > 0 } etag ? etag : throw S3Failures.Incomplete("an ETag");

    /// <summary>A time without fractions of a second, so that lists and headers agree.</summary>
    public static DateTimeOffset ToSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);

    /// <summary>What the server asks to wait.</summary>
    public TimeSpan? RetryAfter => message.Headers.RetryAfter switch
    {
        { Delta: TimeSpan delta } => delta,
        { Date: DateTimeOffset date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    public void Dispose() => message.Dispose();

    private string? Header(string name) =>
        message.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values)
            || message.Content.Headers.NonValidated.TryGetValues(name, out values)
                ? values.ToString()
                : null;

    // <Error><Code>NoSuchKey</Code>…; the rest is the server's free text.
    private static async Task<string?> ReadCodeAsync(HttpResponseMessage message, CancellationToken cancellationToken)
    {
        if (message.RequestMessage?.Method == HttpMethod.Head)
            return null;
        byte[] buffer = new byte[MaxErrorLength];
        try
        {
            Stream body = await message.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            using var reader = XmlReader.Create(new MemoryStream(buffer, 0, length), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return length > 0 && reader.ReadToFollowing("Code") && reader.Depth == 1 ? reader.ReadElementContentAsString() : null;
        }
        catch (Exception e) when (e is XmlException
            || (e is IOException or HttpRequestException && message.StatusCode != HttpStatusCode.NotFound))
        {
            // The status says enough.
            return null;
        }
        catch
        {
            // What is missing, the object or the bucket, stood in the part that did not come.
            message.Dispose();
            throw;
        }
    }
}
