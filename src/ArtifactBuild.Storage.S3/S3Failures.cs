using Amazon.Runtime;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>What S3's refusals mean.</summary>
internal static class S3Failures
{
    /// <summary>The failure that an answer is.</summary>
    public static StoreFailureException Of(S3Answer answer) =>
        new(Of((int)answer.Status, answer.ErrorCode, answer.RetryAfter, answer.BucketRegion));

    /// <summary>What an exception of the library means; nothing when it is none of the library.</summary>
    public static StoreFailure? Of(Exception e) => e switch
    {
        // S3 may begin a long answer with 200 and say only then that it failed.
        AmazonServiceException { StatusCode: System.Net.HttpStatusCode.OK } late => Of(500, late.ErrorCode, null, null),
        AmazonServiceException { StatusCode: > 0 } refused => Of((int)refused.StatusCode, refused.ErrorCode, null, null),
        AmazonServiceException or AmazonClientException => StoreFailure.OfTransport(e)
            ?? new StoreFailure(ArtifactCodes.StoreAccess, "the AWS settings of this machine can't be used, or the answer is not one of S3."),
        _ => null,
    };

    /// <summary>Whether a text may be the name of a region.</summary>
    public static bool IsRegion(string? text) => text is { Length: > 0 and <= 32 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static StoreFailure Of(int status, string? code, TimeSpan? retryAfter, string? bucketRegion)
    {
        StoreFailure plain = StoreFailure.OfStatus(status, code, retryAfter);
        return code switch
        {
            // Another conditional write of the same object was under way, or the bytes did not arrive as they were sent.
            "ConditionalRequestConflict" or "ConcurrentModification" or "OperationAborted" or "RequestTimeout"
                or "XAmzContentSHA256Mismatch" or "BadDigest" or "IncompleteBody" =>
                plain with { Code = ArtifactCodes.StoreUnavailable, IsTransient = true },
            "RequestTimeTooSkewed" => new StoreFailure(ArtifactCodes.StoreAccess, "the clocks of this machine and of the server differ too much."),
            "NoSuchUpload" => new StoreFailure(ArtifactCodes.StoreAccess, "the server lost the upload, or somebody aborted it."),
            _ when status is 301 or 307 or 400 && IsRegion(bucketRegion) =>
                new StoreFailure(ArtifactCodes.StoreMissing, $"the bucket is in the region “{bucketRegion}”."),
            _ when status is 301 or 307 => new StoreFailure(ArtifactCodes.StoreMissing, plain.Reason),
            _ => plain,
        };
    }
}
