using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.Buckets;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.Objects;
using ArtifactBuild.GcsHosting.State;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ArtifactBuild.GcsHosting.Uploads;

/// <summary>Uploads in one request: the bytes alone, or the resource and the bytes as two parts.</summary>
internal sealed class SimpleUploads(BucketTable buckets)
{
    public async Task<Reply> MediaAsync(GcsRequest request, string bucketName)
    {
        var upload = UploadRequest.Read(request, buckets.Get(bucketName), []);
        upload.CheckConditions();
        using var writer = new PayloadWriter();
        await writer.AppendAsync(request.Body, request.Cancellation);
        return ObjectCalls.Resource(request, upload.Store(writer.Complete(), request.ContentType));
    }

    public async Task<Reply> MultipartAsync(GcsRequest request, string bucketName)
    {
        Bucket bucket = buckets.Get(bucketName);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || type.MediaType != "multipart/related"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw ApiError.Invalid("Multipart uploads need a Content-Type of multipart/related with a boundary.");

        var parts = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
        using var writer = new PayloadWriter();
        UploadRequest upload;
        string? contentType;
        try
        {
            MultipartSection first = await parts.ReadNextSectionAsync(request.Cancellation) ?? throw NotTwoParts();
            if (first.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
                throw ApiError.Invalid("The first part of a multipart upload is the object resource, of type application/json.");
            JsonObject resource = await GcsRequest.ReadJsonAsync(first.Body, request.Cancellation);
            upload = UploadRequest.Read(request, bucket, resource);
            upload.CheckConditions();

            MultipartSection second = await parts.ReadNextSectionAsync(request.Cancellation) ?? throw NotTwoParts();
            contentType = second.ContentType;
            await writer.AppendAsync(second.Body, request.Cancellation);
            if (await parts.ReadNextSectionAsync(request.Cancellation) != null)
                throw NotTwoParts();
        }
        catch (Exception failure) when (failure is InvalidDataException || (failure is IOException && !request.Cancellation.IsCancellationRequested))
        {
            throw ApiError.Invalid("Malformed multipart body: " + failure.Message);
        }

        return ObjectCalls.Resource(request, upload.Store(writer.Complete(), contentType));
    }

    private static ApiError NotTwoParts() => ApiError.Invalid("Multipart uploads have exactly two parts.");
}
