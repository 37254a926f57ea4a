using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Objects;
using ArtifactBuild.GcsHosting.Uploads;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>Which call a request is.</summary>
internal sealed class Routes(BucketCalls buckets, ObjectCalls objects, CopyCalls copies, SimpleUploads uploads, ResumableUploads sessions)
{
    public Task<Reply> AnswerAsync(GcsRequest request) => request.Segments.AsSpan() switch
    {
        ["storage", "v1", "b"] => ForBucketsAsync(request),
        ["storage", "v1", "b", var bucket] => ForBucketAsync(request, bucket),
        ["storage", "v1", "b", var bucket, "o"] when request.Method == "GET" => Task.FromResult(objects.List(request, bucket)),
        ["storage", "v1", "b", var bucket, "o", var name] => ForObjectAsync(request, bucket, name),
        ["storage", "v1", "b", var bucket, "o", var name, "copyTo", "b", var toBucket, "o", var toName] when request.Method == "POST" =>
            copies.CopyAsync(request, bucket, name, toBucket, toName),
        ["storage", "v1", "b", var bucket, "o", var name, "rewriteTo", "b", var toBucket, "o", var toName] when request.Method == "POST" =>
            copies.RewriteAsync(request, bucket, name, toBucket, toName),
        ["download", "storage", "v1", "b", var bucket, "o", var name] when request.Method == "GET" =>
            Task.FromResult(objects.Get(request, bucket, name)),
        ["upload", "storage", "v1", "b", var bucket, "o"] => ForUploadsAsync(request, bucket),
        _ => throw ApiError.Text(404, "Not Found"),
    };

    private Task<Reply> ForBucketsAsync(GcsRequest request) => request.Method switch
    {
        "GET" => Task.FromResult(buckets.List(request)),
        "POST" => buckets.InsertAsync(request),
        _ => throw NotAllowed(request),
    };

    private Task<Reply> ForBucketAsync(GcsRequest request, string bucket) => request.Method switch
    {
        "GET" => Task.FromResult(buckets.Get(request, bucket)),
        "PATCH" or "PUT" => buckets.PatchAsync(request, bucket),
        "DELETE" => Task.FromResult(buckets.Delete(request, bucket)),
        _ => throw NotAllowed(request),
    };

    private Task<Reply> ForObjectAsync(GcsRequest request, string bucket, string name) => request.Method switch
    {
        "GET" => Task.FromResult(objects.Get(request, bucket, name)),
        "PATCH" => objects.PatchAsync(request, bucket, name),
        "PUT" => objects.UpdateAsync(request, bucket, name),
        "DELETE" => Task.FromResult(objects.Delete(request, bucket, name)),
        _ => throw NotAllowed(request),
    };

    private Task<Reply> ForUploadsAsync(GcsRequest request, string bucket) => (request.Method, request.Parameter("uploadType")) switch
    {
        ("PUT", _) => sessions.PutAsync(request),
        ("DELETE", _) => Task.FromResult(sessions.Cancel(request)),
        ("POST", "media") => uploads.MediaAsync(request, bucket),
        ("POST", "multipart") => uploads.MultipartAsync(request, bucket),
        ("POST", "resumable") => sessions.StartAsync(request, bucket),
        ("POST", null) => throw ApiError.Required("uploadType", "Required parameter: uploadType"),
        ("POST", var other) => throw ApiError.Invalid("Invalid value for: uploadType (" + other + ")"),
        _ => throw NotAllowed(request),
    };

    private static ApiError NotAllowed(GcsRequest request) => ApiError.Text(405, request.Method + " is not allowed here.");
}
