using System.Net;
using Amazon.S3.Model;
using ArtifactBuild.Storage.Remote;
using ByteRange = ArtifactBuild.Content.ByteRange;

namespace ArtifactBuild.Storage.S3;

/// <summary>An object store in a bucket of S3, or of a server that speaks like it.</summary>
internal sealed partial class S3Store : RemoteStore
{
    private readonly S3Address _address;
    private readonly S3Connection _connection;

    public S3Store(S3Address address, RemoteOptions options)
        : this(address, options, new S3Credentials())
    {
    }

    public S3Store(S3Address address, RemoteOptions options, S3Credentials credentials)
        : base(address.ToString(), address.Prefix, options)
    {
        _address = address;
        _connection = new S3Connection(() => S3Settings.OfRegistry(address), options, credentials);
    }

    protected override string CredentialsAdvice => S3Credentials.Advice;

    protected override string MissingAdvice => "Check the bucket's name and its region; the first log makes the registry, but not the bucket.";

    private string Bucket => _address.Bucket;

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<ObjectInfo?> HeadOnceAsync(string name, CancellationToken cancellationToken)
    {
        using S3Answer answer = await _connection.SendAsync(new S3Call(HttpMethod.Head, Bucket, name), cancellationToken).ConfigureAwait(false);
        // The answer to HEAD has no body, so a missing bucket looks like a missing object. Whatever comes next finds out.
        return answer.IsSuccess ? answer.Describe(name)
            : answer.Status == HttpStatusCode.NotFound ? null
            : throw S3Failures.Of(answer);
    }

    protected override async Task<StoredObject?> GetOnceAsync(
        string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        // HTTP has no word for no bytes.
        if (range is { Length: 0 })
            return await NoBytesAsync(name, ifMatch, cancellationToken).ConfigureAwait(false);
        S3Call call = new S3Call(HttpMethod.Get, Bucket, name).If("If-Match", ifMatch);
        if (range is ByteRange part)
            call.Headers["Range"] = $"bytes={part.Offset}-{(part.Length > long.MaxValue - part.Offset ? "" : part.Offset + part.Length - 1)}";
        S3Answer answer = await _connection.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
            return await ReadAsync(name, range, answer, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            return answer switch
            {
                { ErrorCode: "NoSuchKey" } or { Status: HttpStatusCode.PreconditionFailed } => null,
                { Status: HttpStatusCode.RequestedRangeNotSatisfiable } => await NoBytesAsync(name, ifMatch, cancellationToken).ConfigureAwait(false),
                _ => throw S3Failures.Of(answer),
            };
        }
    }

    protected override async Task<ListPage> ListOnceAsync(string start, string? next, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = start, ContinuationToken = next };
        Amazon.S3.IAmazonS3 client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        ListObjectsV2Response page = await client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
        // The library takes any XML for a list of nothing, also the log-in page of a network; a garbage collection would believe it.
        if (page.IsTruncated is null)
            throw S3Answer.Incomplete("the list");
        ObjectInfo[] objects = [.. (page.S3Objects ?? []).Select(found => new ObjectInfo(
            found.Key,
            found.Size ?? 0,
            S3Answer.ETag(found.ETag),
            S3Answer.ToSeconds(new DateTimeOffset(found.LastModified.GetValueOrDefault().ToUniversalTime()))))];
        return new ListPage(objects, page.IsTruncated == true ? page.NextContinuationToken : null);
    }

    protected override StoreFailure? Explain(Exception e) => S3Failures.Of(e);

    private static async Task<StoredObject> ReadAsync(string name, ByteRange? range, S3Answer answer, CancellationToken cancellationToken)
    {
        // A server that knows no ranges sends everything; that is right only when the range begins at the start.
        if (range is { Offset: > 0 } && answer.Status != HttpStatusCode.PartialContent)
        {
            answer.Dispose();
            throw new StoreFailureException(new StoreFailure(Diagnostics.ArtifactCodes.StoreAccess, "the server sends no parts of objects."));
        }

        return new StoredObject(answer.Describe(name), await answer.OpenAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<StoredObject?> NoBytesAsync(string name, string? ifMatch, CancellationToken cancellationToken)
    {
        ObjectInfo? info = await HeadOnceAsync(name, cancellationToken).ConfigureAwait(false);
        return info is null || (ifMatch is not null && info.ETag != ifMatch) ? null : new StoredObject(info, Stream.Null);
    }
}
