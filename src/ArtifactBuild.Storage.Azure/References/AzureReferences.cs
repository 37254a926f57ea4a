using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure.References;

/// <summary>References to a blob, or to every blob below a folder. The digest is the blob's ETag, as in W&amp;B.</summary>
/// <param name="options">How Azure is used.</param>
/// <param name="connection">Makes the requests; disposed with the handler.</param>
internal sealed partial class AzureReferences(RemoteOptions options, AzureConnection connection) : IReferenceHandler, IDisposable
{
    private const string ETagKey = "etag";
    private const string VersionKey = "versionID";

    private readonly Retry _retry = new(options);

    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        BlobUri uri = BlobUri.Parse(request.Uri);
        if (!request.Checksum)
        {
            string path = request.Name ?? PathOf(uri.Name.Length > 0 ? uri.Name : uri.Container);
            return [new ManifestEntry { Path = path, Digest = uri.Text, Ref = uri.Text }];
        }

        try
        {
            return await DescribeAsync(request, uri, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e) when (e.Failure.Code == ArtifactCodes.StoreMissing)
        {
            throw BlobUri.Invalid(uri.Text, "there is no such container");
        }
        catch (StoreFailureException e)
        {
            throw new ArtifactException(
                e.Failure.Code, $"{LogicalPath.Printable(uri.Text)} could not be read to reference it: {e.Failure.Reason} {AdviceOn(e.Failure)}");
        }
    }

    public void Dispose() => connection.Dispose();

    private async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, BlobUri uri, CancellationToken cancellationToken)
    {
        BlobContainer container = Open(uri);
        if (!uri.IsFolder)
        {
            BlobState? blob = await HeadAsync(container, uri.Name, uri.VersionId, cancellationToken).ConfigureAwait(false);
            if (blob is { IsFolder: false })
                return [EntryOf(blob, request.Name ?? PathOf(uri.BaseName), uri.Text)];
            if (uri.VersionId is not null)
                throw BlobUri.Invalid(uri.Text, "it has no such version");
        }

        var entries = new List<ManifestEntry>();
        bool isThere = false;
        await foreach (BlobState blob in ListAsync(container, uri.Prefix, withVersions: false, cancellationToken).ConfigureAwait(false))
        {
            isThere = true;
            // The second kind of mark is that of tools which know folders by their names alone.
            if (blob.IsFolder || (blob.Info.Key.EndsWith('/') && blob.Info.Size == 0))
                continue;
            if (entries.Count == request.MaxObjects)
                throw BlobUri.Invalid(uri.Text, $"more than {request.MaxObjects} blobs lie below it. Raise maxObjects, or reference a part of them");
            string relative = blob.Info.Key[uri.Prefix.Length..];
            string path = PathOf(relative);
            entries.Add(EntryOf(blob, request.Name is null ? path : $"{request.Name}/{path}", uri.TextOf(relative)));
        }

        // W&B logs nothing then, and says nothing either.
        if (!isThere)
            throw BlobUri.Invalid(uri.Text, "neither a blob nor a folder of this name is there");
        entries.Sort((x, y) => LogicalPath.Order.Compare(x.Path, y.Path));
        return entries;
    }

    // Whatever a manifest names gets no key and no signature that was not given for that account.
    private BlobContainer Open(BlobUri uri) => connection.Open(uri.Account, uri.Container, isTrusted: false);

    private Task<BlobState?> HeadAsync(BlobContainer container, string name, string? versionId, CancellationToken cancellationToken) =>
        _retry.RunAsync(watch => container.HeadAsync(name, versionId, watch.Token), BlobFailures.Explain, cancellationToken);

    private async IAsyncEnumerable<BlobState> ListAsync(
        BlobContainer container,
        string prefix,
        bool withVersions,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            string? from = next;
            BlobPage page = await _retry.RunAsync(
                watch => container.ListAsync(prefix, from, withVersions, watch.Token), BlobFailures.Explain, cancellationToken).ConfigureAwait(false);
            foreach (BlobState blob in page.Blobs)
                yield return blob;
            next = page.Next;
        }
        while (next is not null);
    }

    private static ManifestEntry EntryOf(BlobState blob, string path, string uri)
    {
        var extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal).Add(ETagKey, Json(blob.Info.ETag));
        if (blob.VersionId is string version)
            extra = extra.Add(VersionKey, Json(version));
        return new ManifestEntry { Path = path, Digest = blob.Info.ETag, Size = blob.Info.Size, Ref = uri, Extra = extra };
    }

    // A name may have empty parts, which no path has.
    private static string PathOf(string name) => LogicalPath.Normalize(name.TrimStart('/'));

    private static JsonElement Json(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    private static string AdviceOn(StoreFailure failure) => failure.Code switch
    {
        ArtifactCodes.StoreDenied => AzureCredentials.Advice,
        ArtifactCodes.StoreUnavailable => "Check the network, and try again.",
        _ => "Check the URI and what the server allows.",
    };
}
