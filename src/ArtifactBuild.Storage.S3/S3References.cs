using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>References to an object in S3, or to every object below a prefix.</summary>
internal sealed class S3References : RemoteReferences<S3Uri>
{
    private readonly S3Regions _regions;

    public S3References(RemoteOptions options)
        : this(options, S3Settings.OfReferences, () => new S3Credentials())
    {
    }

    /// <param name="options">How servers are used.</param>
    /// <param name="settings">Where requests go, given the region if it is known.</param>
    /// <param name="credentials">Makes the credentials of a connection.</param>
    public S3References(RemoteOptions options, Func<string?, S3Settings> settings, Func<S3Credentials> credentials)
        : base(options) => _regions = new S3Regions(options, settings, credentials);

    protected override StoreWords Words { get; } = new("object", "bucket", "version", S3Uri.Advice, S3Credentials.Advice);

    public override void Dispose()
    {
        _regions.Dispose();
        base.Dispose();
    }

    protected override S3Uri Parse(string uri) => S3Uri.Parse(uri);

    protected override S3Uri? ParseLogged(string uri) => S3Uri.OfEntry(uri) is { Key.Length: > 0 } parts ? parts : null;

    protected override async Task<RemoteObject?> HeadOnceAsync(S3Uri uri, CancellationToken cancellationToken)
    {
        // A request for the bucket itself has no object; it says whether the bucket is there, and where.
        using S3Answer answer = await SendAsync(HttpMethod.Head, uri, null, 0, cancellationToken).ConfigureAwait(false);
        if (uri.Key.Length == 0)
            return answer.IsSuccess ? null : throw S3Failures.Of(answer);
        // The other two are said of a version that was never there, and of the mark of a deletion.
        if (answer.Status == HttpStatusCode.NotFound
            || (uri.VersionId is not null && answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed))
        {
            return null;
        }

        if (!answer.IsSuccess)
            throw S3Failures.Of(answer);
        ObjectInfo info = answer.Describe(uri.Key);
        // Tools show folders by such objects. W&B knows only the first kind, and finds nothing below the other.
        bool isFolder = answer.ContentType?.Contains("x-directory", StringComparison.OrdinalIgnoreCase) == true
            || (info.Size == 0 && uri.Key.EndsWith('/'));
        RemoteObject found = InfoOf(uri.Key, info.ETag, info.Size, answer.VersionId);
        return isFolder ? found with { Role = ObjectRole.Folder } : found;
    }

    protected override async Task<RemotePage> ListOnceAsync(S3Uri uri, PageRequest request, CancellationToken cancellationToken)
    {
        IAmazonS3 client = await _regions.ConnectionOf(uri.Bucket).ClientAsync(cancellationToken).ConfigureAwait(false);
        return request.WithVersions
            ? await ListVersionsAsync(client, uri, request, cancellationToken).ConfigureAwait(false)
            : await ListAsync(client, uri, request, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<OpenAnswer> OpenOnceAsync(S3Uri uri, string? digest, BrokenBody? broken, IdleWatch watch)
    {
        long from = broken?.Position ?? 0;
        S3Answer answer = await SendAsync(HttpMethod.Get, uri, digest, from, watch.Token).ConfigureAwait(false);
        Stream? body = null;
        try
        {
            if (answer.IsSuccess)
            {
                ObjectInfo info = answer.Describe(uri.Key);
                // Not every server knows conditions, and ranges.
                if (info.ETag != digest || (from > 0 && answer.Status != HttpStatusCode.PartialContent))
                    return OpenAnswer.Another;
                body = await answer.OpenAsync(watch.Token).ConfigureAwait(false);
                ContentCheck? check = answer.HasMd5AsETag ? new Md5Check(Convert.FromHexString(info.ETag)) : null;
                return new OpenedObject(InfoOf(uri.Key, info.ETag, info.Size, answer.VersionId), body, check);
            }

            return answer switch
            {
                { Status: HttpStatusCode.PreconditionFailed } => OpenAnswer.Another,
                { ErrorCode: "NoSuchKey" or "NoSuchVersion" or "MethodNotAllowed" } => OpenAnswer.Missing,
                // A text that no version of the bucket has.
                { Status: HttpStatusCode.BadRequest, ErrorCode: "InvalidArgument" } when uri.VersionId is not null => OpenAnswer.Missing,
                _ => throw S3Failures.Of(answer),
            };
        }
        finally
        {
            // The body of a success holds the connection itself.
            if (body is null)
                answer.Dispose();
        }
    }

    protected override StoreFailure? Explain(Exception e) => S3Failures.Of(e);

    private static async Task<RemotePage> ListAsync(IAmazonS3 client, S3Uri uri, PageRequest request, CancellationToken cancellationToken)
    {
        ListObjectsV2Response page = await client
            .ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = uri.Bucket, Prefix = request.Prefix, ContinuationToken = request.Next }, cancellationToken)
            .ConfigureAwait(false);
        bool hasMore = page.IsTruncated ?? throw S3Answer.Incomplete("the list");
        // W&B records no versions of what it lists.
        return new RemotePage(
            [.. (page.S3Objects ?? []).Select(item => InfoOf(item.Key, S3Answer.ETag(item.ETag), item.Size ?? 0, null))],
            hasMore ? page.NextContinuationToken : null);
    }

    private static async Task<RemotePage> ListVersionsAsync(
        IAmazonS3 client, S3Uri uri, PageRequest request, CancellationToken cancellationToken)
    {
        // Two markers, of which only the key may have a space in it.
        string[] from = request.Next?.Split(' ', 2) ?? [];
        ListVersionsResponse page = await client
            .ListVersionsAsync(
                new ListVersionsRequest
                {
                    BucketName = uri.Bucket,
                    Prefix = request.Prefix,
                    VersionIdMarker = from.ElementAtOrDefault(0),
                    KeyMarker = from.ElementAtOrDefault(1),
                },
                cancellationToken)
            .ConfigureAwait(false);
        IEnumerable<S3ObjectVersion> versions = (page.Versions ?? []).Where(version => version.IsDeleteMarker != true);
        return new RemotePage(
            [.. versions.Select(version => InfoOf(version.Key, S3Answer.ETag(version.ETag), version.Size ?? 0, version.VersionId))],
            page.IsTruncated == true ? $"{page.NextVersionIdMarker} {page.NextKeyMarker}" : null);
    }

    private Task<S3Answer> SendAsync(HttpMethod method, S3Uri uri, string? ifMatch, long from, CancellationToken cancellationToken)
    {
        string query = uri.VersionId is null ? "" : $"versionId={Uri.EscapeDataString(uri.VersionId)}";
        S3Call call = new S3Call(method, uri.Bucket, uri.Key) { Query = query }.If("If-Match", ifMatch);
        if (from > 0)
            call.Headers["Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes={from}-");
        return _regions.SendAsync(call, cancellationToken);
    }

    private static RemoteObject InfoOf(string key, string etag, long size, string? version) => new(key, etag, size)
    {
        ETag = etag,
        // The text “null” is the version of an object that was written while its bucket kept none.
        VersionId = version is { Length: > 0 } and not "null" ? version : null,
        // W&B leaves empty objects out, also when one is named; so what tools write to show a folder is left out, too.
        Role = size > 0 ? ObjectRole.Content : ObjectRole.Ignored,
    };
}
