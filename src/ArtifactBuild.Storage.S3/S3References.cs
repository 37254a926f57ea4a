using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>References to an object in S3, or to every object below a prefix, by W&amp;B's rules.</summary>
internal sealed partial class S3References : IReferenceHandler, IDisposable
{
    private const string ETagKey = "etag";
    private const string VersionKey = "versionID";

    private readonly RemoteOptions _options;
    private readonly Retry _retry;
    private readonly S3Regions _regions;
    private readonly SemaphoreSlim _slots;

    public S3References(RemoteOptions options)
        : this(options, S3Settings.OfReferences, () => new S3Credentials())
    {
    }

    /// <param name="options">How servers are used.</param>
    /// <param name="settings">Where requests go, given the region if it is known.</param>
    /// <param name="credentials">Makes the credentials of a connection.</param>
    public S3References(RemoteOptions options, Func<string?, S3Settings> settings, Func<S3Credentials> credentials)
    {
        _options = options;
        _retry = new Retry(options);
        _slots = new SemaphoreSlim(options.MaxConnections);
        _regions = new S3Regions(options, settings, credentials);
    }

    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        S3Uri uri = S3Uri.Parse(request.Uri);
        if (!request.Checksum)
        {
            string path = request.Name ?? LogicalPath.Normalize(uri.Key.Length > 0 ? uri.Key : uri.Bucket);
            return [new ManifestEntry { Path = path, Digest = uri.Ref, Ref = uri.Ref }];
        }

        try
        {
            ManifestEntry? single = await RunAsync(watch => DescribeObjectAsync(uri, request.Name, watch.Token), cancellationToken).ConfigureAwait(false);
            if (single is not null)
                // W&B leaves empty objects out, also when one is named.
                return single.Size > 0 ? [single] : [];
            return await DescribePrefixAsync(uri, request, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            string advice = e.Failure.Code == ArtifactCodes.StoreDenied ? S3Credentials.Advice : "Check the URI and the network, and try again.";
            throw e.Failure.Code == ArtifactCodes.StoreMissing
                ? S3Uri.Invalid(request.Uri, e.Failure.Reason.TrimEnd('.'))
                : new ArtifactException(e.Failure.Code, $"“{S3Uri.Shown(request.Uri)}” could not be looked at: {e.Failure.Reason} {advice}");
        }
    }

    public void Dispose()
    {
        _regions.Dispose();
        _slots.Dispose();
    }

    /// <summary>Looks at the object of a key; nothing when there is none, or when it stands for a folder.</summary>
    private async Task<ManifestEntry?> DescribeObjectAsync(S3Uri uri, string? name, CancellationToken cancellationToken)
    {
        // A request for the bucket itself has no object; it says whether the bucket is there, and where.
        var call = new S3Call(HttpMethod.Head, uri.Bucket, uri.Key) { Query = VersionQuery(uri.VersionId) };
        using S3Answer answer = await _regions.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (uri.Key.Length == 0)
            return answer.IsSuccess ? null : throw S3Failures.Of(answer);
        if (uri.VersionId is not null && answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed)
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreMissing, "there is no object of that version."));
        if (answer.Status == HttpStatusCode.NotFound)
            return null;
        if (!answer.IsSuccess)
            throw S3Failures.Of(answer);
        ObjectInfo info = answer.Describe(uri.Key);
        // Tools show folders by such objects. W&B knows only the first kind, and finds nothing below the other.
        bool isFolder = answer.ContentType?.Contains("x-directory", StringComparison.OrdinalIgnoreCase) == true
            || (info.Size == 0 && uri.Key.EndsWith('/'));
        return isFolder
            ? null
            : Entry(uri, info, name ?? BaseName(uri.Key), answer.VersionId);
    }

    private async Task<IReadOnlyList<ManifestEntry>> DescribePrefixAsync(S3Uri uri, NewReference request, CancellationToken cancellationToken)
    {
        var entries = new List<ManifestEntry>();
        bool isEmpty = true;
        string? next = null;
        do
        {
            string? from = next;
            ListObjectsV2Response page = await RunAsync(watch => ListOnceAsync(uri, from, watch.Token), cancellationToken).ConfigureAwait(false);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                isEmpty = false;
                // Also what tools write to show a folder.
                if (found.Size is not > 0)
                    continue;
                if (entries.Count == request.MaxObjects)
                    throw S3Uri.Invalid(request.Uri, $"more than {request.MaxObjects} objects lie below it");
                var info = new ObjectInfo(found.Key, found.Size.Value, S3Answer.ETag(found.ETag), default);
                entries.Add(Entry(uri, info, NameBelow(uri, found.Key, request), null));
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return isEmpty ? throw S3Uri.Invalid(request.Uri, "no object is there, and none below it") : entries;
    }

    private async Task<ListObjectsV2Response> ListOnceAsync(S3Uri uri, string? next, CancellationToken cancellationToken)
    {
        IAmazonS3 client = await _regions.ConnectionOf(uri.Bucket).ClientAsync(cancellationToken).ConfigureAwait(false);
        var request = new ListObjectsV2Request { BucketName = uri.Bucket, Prefix = uri.Key, ContinuationToken = next };
        ListObjectsV2Response page = await client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
        return page.IsTruncated is null ? throw S3Answer.Incomplete("the list") : page;
    }

    /// <summary>The path of an object of a prefix in the artifact.</summary>
    private static string NameBelow(S3Uri uri, string key, NewReference request)
    {
        string folder = uri.Key.TrimEnd('/');
        string below = folder.Length == 0 ? key
            : key.TrimEnd('/') == folder ? ""
            : key.StartsWith(folder + "/", StringComparison.Ordinal) ? key[folder.Length..]
            // Prefixes are only texts to S3: “dir” is also one of “dirx/c.txt”.
            : throw S3Uri.Invalid(request.Uri, $"“{LogicalPath.Printable(key)}” begins with it too, but does not lie below it");
        string relative = string.Join('/', below.Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (relative.Length == 0)
            return request.Name ?? BaseName(folder);
        return request.Name is null ? relative : $"{request.Name}/{relative}";
    }

    private static ManifestEntry Entry(S3Uri uri, ObjectInfo info, string path, string? version)
    {
        var extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal).Add(ETagKey, Json(info.ETag));
        // The text “null” is the version of an object that was written while its bucket kept none.
        if (version is { Length: > 0 } and not "null")
            extra = extra.Add(VersionKey, Json(version));
        return new ManifestEntry
        {
            Path = path,
            Digest = info.ETag,
            Size = info.Size,
            Ref = (uri with { Key = info.Key }).Ref,
            Extra = extra,
        };
    }

    private static JsonElement Json(string text) => JsonElement.Parse(JsonValue.Create(text).ToJsonString());

    private static string BaseName(string key) => key.TrimEnd('/') is var trimmed ? trimmed[(trimmed.LastIndexOf('/') + 1)..] : key;

    private static string VersionQuery(string? version) => version is null ? "" : $"versionId={Uri.EscapeDataString(version)}";

    private Task<T> RunAsync<T>(Func<IdleWatch, Task<T>> attempt, CancellationToken cancellationToken) =>
        _retry.RunAsync(attempt, S3Failures.Of, cancellationToken);
}
