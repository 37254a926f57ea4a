using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Remote;
using ByteRange = ArtifactBuild.Content.ByteRange;

namespace ArtifactBuild.Storage.S3;

// Writing. Every body goes under a signature of its SHA-256, so that the server refuses bytes that are not the ones that were sent.
internal sealed partial class S3Store
{
    protected override async Task<ObjectInfo?> PutOnceAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch)
    {
        var whole = new ByteRange(0, content.Length);
        S3Call call = (await NewPutAsync(name, content, whole, watch).ConfigureAwait(false))
            .If(condition.ETag is null ? "If-None-Match" : "If-Match", condition.ETag ?? "*");
        // For servers that do not look at the signed digest.
        if (content.Md5 is string md5)
            call.Headers["Content-MD5"] = md5;
        using S3Answer answer = await _connection.SendAsync(call, watch.Token).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Describe(name, content.Length) : IsLost(answer) ? null : throw S3Failures.Of(answer);
    }

    protected override async Task<PartUpload> BeginPartsAsync(
        string name, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        string id = await BeginAsync(name, cancellationToken).ConfigureAwait(false);
        return new S3Parts(this, name, id, content, PartSizeOf(content.Length));
    }

    private async Task<string> BeginAsync(string name, CancellationToken cancellationToken)
    {
        IAmazonS3 client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        var request = new InitiateMultipartUploadRequest { BucketName = Bucket, Key = name };
        InitiateMultipartUploadResponse begun = await client.InitiateMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
        return begun.UploadId ?? throw S3Answer.Incomplete("the id of the upload");
    }

    /// <summary>Sends a part, and gives its ETag.</summary>
    private async Task<string> PutPartAsync(string name, string id, int number, UploadSource content, ByteRange range, IdleWatch watch)
    {
        S3Call call = await NewPutAsync(name, content, range, watch).ConfigureAwait(false);
        // S3 counts parts from 1.
        call = call with { Query = $"partNumber={number + 1}&uploadId={Uri.EscapeDataString(id)}" };
        using S3Answer answer = await _connection.SendAsync(call, watch.Token).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Describe(name, range.Length).ETag : throw S3Failures.Of(answer);
    }

    private async Task<S3Call> NewPutAsync(string name, UploadSource content, ByteRange range, IdleWatch watch)
    {
        if (content.Sha256Of(range) is not Sha256Digest digest)
        {
            Stream body = watch.Follow(content.Open(range));
            await using (body.ConfigureAwait(false))
                digest = await StreamDigest.OfAsync(body, watch.Token).ConfigureAwait(false);
        }

        return new S3Call(HttpMethod.Put, Bucket, name) { BodySha256 = digest.Hex, Body = new S3Body(content, range, watch) };
    }

    /// <summary>Makes an object of parts that are there.</summary>
    /// <returns>The object; nothing when the condition did not hold.</returns>
    private async Task<ObjectInfo?> CompleteAsync(
        string name, string id, IEnumerable<string> etags, long size, PutCondition condition, CancellationToken cancellationToken)
    {
        // Some look-alikes know no If-Match here. The look beforehand leaves them a moment in which a writer may be overlooked.
        if (condition.ETag is string expected
            && !_connection.IsAmazon
            && (await HeadOnceAsync(name, cancellationToken).ConfigureAwait(false))?.ETag != expected)
        {
            return null;
        }

        var request = new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = name,
            UploadId = id,
            PartETags = [.. etags.Select((etag, index) => new PartETag(index + 1, etag))],
            IfMatch = condition.ETag is null ? null : $"\"{condition.ETag}\"",
            IfNoneMatch = condition.ETag is null ? "*" : null,
        };
        IAmazonS3 client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CompleteMultipartUploadResponse done = await client.CompleteMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
            return new ObjectInfo(name, size, S3Answer.ETag(done.ETag), S3Answer.ToSeconds(DateTimeOffset.UtcNow));
        }
        catch (AmazonS3Exception e) when (IsLost(e))
        {
            return null;
        }
    }

    private async Task AbortAsync(string name, string id, CancellationToken cancellationToken)
    {
        IAmazonS3 client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        var request = new AbortMultipartUploadRequest { BucketName = Bucket, Key = name, UploadId = id };
        try
        {
            await client.AbortMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode == "NoSuchUpload")
        {
            // It is gone already.
        }
    }

    // An object that must have an ETag but does not exist is lost to its deleter.
    private static bool IsLost(S3Answer answer) =>
        answer is { Status: HttpStatusCode.PreconditionFailed } or { Status: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" };

    private static bool IsLost(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.PreconditionFailed || e.ErrorCode == "NoSuchKey";

    /// <summary>An upload in parts.</summary>
    private sealed class S3Parts(S3Store store, string name, string id, UploadSource content, long partSize) : PartUpload
    {
        private readonly string[] _etags = new string[(content.Length + partSize - 1) / partSize];

        public override long PartSize => partSize;

        public override bool InParallel => true;

        public override async Task SendAsync(int number, ByteRange range, IdleWatch watch) =>
            _etags[number] = await store.PutPartAsync(name, id, number, content, range, watch).ConfigureAwait(false);

        public override Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken) =>
            store.CompleteAsync(name, id, _etags, content.Length, condition, cancellationToken);

        public override Task AbortAsync(CancellationToken cancellationToken) => store.AbortAsync(name, id, cancellationToken);
    }
}
