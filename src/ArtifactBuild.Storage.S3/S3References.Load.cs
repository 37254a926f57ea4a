using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

// Reading back: the object of the recorded version, or the one that has the recorded ETag.
internal sealed partial class S3References
{
    private const int BufferSize = 128 * 1024;

    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        if (S3Uri.OfEntry(entry.Ref!) is not S3Uri uri)
            throw Gone(entry, "which is no URI of S3");
        string? etag = TextOf(entry, ETagKey) ?? (entry.Digest == entry.Ref ? null : entry.Digest);
        if (etag is null)
            throw Gone(entry, "of which no checksum was taken, so nothing says which content is meant");
        // A request that waits for a connection would look idle.
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Found found = await FindAsync(entry, uri with { VersionId = TextOf(entry, VersionKey) }, etag, cancellationToken).ConfigureAwait(false);
            await CopyAsync(entry, found, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            throw e.Failure.Code switch
            {
                ArtifactCodes.StoreMissing => Gone(entry, $"and {e.Failure.Reason.TrimEnd('.')}"),
                ArtifactCodes.StoreDenied => Failed(entry, e.Failure, S3Credentials.Advice),
                _ => Failed(entry, e.Failure, "Check the network, and try again."),
            };
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Found> FindAsync(ManifestEntry entry, S3Uri uri, string etag, CancellationToken cancellationToken)
    {
        (Found? found, bool isOther) = await OpenAsync(uri, etag, cancellationToken).ConfigureAwait(false);
        if (found is null && uri.VersionId is null
            && await FindVersionAsync(uri, etag, cancellationToken).ConfigureAwait(false) is string version)
        {
            // The bucket kept what was overwritten or deleted since.
            (found, isOther) = await OpenAsync(uri with { VersionId = version }, etag, cancellationToken).ConfigureAwait(false);
        }

        return found ?? throw (isOther ? Other(entry) : Gone(entry, "and no such object is there"));
    }

    private Task<(Found? Found, bool IsOther)> OpenAsync(S3Uri uri, string etag, CancellationToken cancellationToken) => RunAsync(
        async watch =>
        {
            S3Answer answer = await GetOnceAsync(uri, etag, 0, watch.Token).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                ObjectInfo info = answer.Describe(uri.Key);
                // Not every server knows the condition.
                if (info.ETag == etag)
                    return (new Found(uri, info, answer.HasMd5AsETag, await answer.OpenAsync(watch.Token).ConfigureAwait(false)), false);
                answer.Dispose();
                return ((Found?)null, true);
            }

            using (answer)
            {
                return answer switch
                {
                    { Status: HttpStatusCode.PreconditionFailed } => (null, true),
                    { ErrorCode: "NoSuchKey" or "NoSuchVersion" or "MethodNotAllowed" } => (null, false),
                    // A text that no version of the bucket has.
                    { Status: HttpStatusCode.BadRequest, ErrorCode: "InvalidArgument" } when uri.VersionId is not null => (null, false),
                    _ => throw S3Failures.Of(answer),
                };
            }
        },
        cancellationToken);

    private Task<S3Answer> GetOnceAsync(S3Uri uri, string etag, long offset, CancellationToken cancellationToken)
    {
        S3Call call = new S3Call(HttpMethod.Get, uri.Bucket, uri.Key) { Query = VersionQuery(uri.VersionId) }.If("If-Match", etag);
        if (offset > 0)
            call.Headers["Range"] = $"bytes={offset}-";
        return _regions.SendAsync(call, cancellationToken);
    }

    /// <summary>Looks for an older version of an ETag; nothing when there is none, or when the versions may not be listed.</summary>
    private async Task<string?> FindVersionAsync(S3Uri uri, string etag, CancellationToken cancellationToken)
    {
        var request = new ListVersionsRequest { BucketName = uri.Bucket, Prefix = uri.Key };
        try
        {
            while (true)
            {
                ListVersionsResponse page = await RunAsync(
                    async watch =>
                    {
                        IAmazonS3 client = await _regions.ConnectionOf(uri.Bucket).ClientAsync(watch.Token).ConfigureAwait(false);
                        return await client.ListVersionsAsync(request, watch.Token).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                S3ObjectVersion[] own = [.. (page.Versions ?? []).Where(version => version.Key == uri.Key)];
                if (own.FirstOrDefault(version => version.IsDeleteMarker != true && version.ETag?.Trim('"') == etag) is S3ObjectVersion match)
                    return match.VersionId is null or "null" ? null : match.VersionId;
                // Keys come in order; behind those of the object come those that only begin with its key.
                bool isPast = page.Versions is { Count: > 0 } versions && string.CompareOrdinal(versions[^1].Key, uri.Key) > 0;
                if (isPast || page.IsTruncated != true)
                    return null;
                (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
            }
        }
        catch (StoreFailureException e) when (!e.Failure.IsTransient)
        {
            return null;
        }
    }

    private async Task CopyAsync(ManifestEntry entry, Found found, Stream destination, CancellationToken cancellationToken)
    {
        var body = new ResumingStream(
            found.Body, found.Info.Size, (position, token) => ReopenAsync(entry, found, position, token), _options, () => { });
        await using (body.ConfigureAwait(false))
        {
            if (entry.Size is long size && size != found.Info.Size)
                throw Other(entry);
#pragma warning disable CA5351 // It is what S3's ETag is; nothing else is known of the content.
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
                {
                    if (found.HasMd5AsETag)
                        md5.AppendData(buffer, 0, read);
                    await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (found.HasMd5AsETag && Convert.ToHexStringLower(md5.GetHashAndReset()) != found.Info.ETag)
                throw Other(entry);
        }
    }

    private Task<Stream> ReopenAsync(ManifestEntry entry, Found found, long position, CancellationToken cancellationToken) => RunAsync(
        async watch =>
        {
            S3Answer answer = await GetOnceAsync(found.Uri, found.Info.ETag, position, watch.Token).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.PartialContent || (answer.IsSuccess && position == 0))
                return await answer.OpenAsync(watch.Token).ConfigureAwait(false);
            using (answer)
                throw answer.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.OK ? Other(entry) : S3Failures.Of(answer);
        },
        cancellationToken);

    private static string? TextOf(ManifestEntry entry, string key) =>
        entry.Extra.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ArtifactException Gone(ManifestEntry entry, string reason) => new(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {S3Uri.Shown(entry.Ref!)}, {reason}. Put it back, or leave it out with AllowMissingReferences.");

    private static ArtifactException Other(ManifestEntry entry) => new(
        ArtifactCodes.DigestMismatch,
        $"“{entry.Path}” points to {S3Uri.Shown(entry.Ref!)}, whose content is not the one that was logged. Put the right object back, or log the reference again.");

    private static ArtifactException Failed(ManifestEntry entry, StoreFailure failure, string advice) => new(
        failure.Code, $"“{entry.Path}” points to {S3Uri.Shown(entry.Ref!)}, which could not be read: {failure.Reason} {advice}");

    /// <summary>The object that an entry means, opened.</summary>
    private sealed record Found(S3Uri Uri, ObjectInfo Info, bool HasMd5AsETag, Stream Body);
}
