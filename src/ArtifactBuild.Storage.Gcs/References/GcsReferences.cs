using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary><c>gs:</c> references to an object, or to every object below a folder.</summary>
/// <param name="options">How requests are tried again.</param>
/// <param name="connection">Sends them; disposed with the handler.</param>
internal sealed class GcsReferences(RemoteOptions options, GcsConnection connection) : IReferenceHandler, IDisposable
{
    private const string VersionKey = "versionID";

    private readonly Retry _retry = new(options);
    private readonly SemaphoreSlim _slots = new(options.MaxConnections);

    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        var uri = GcsReferenceUri.Parse(request.Uri);
        if (!request.Checksum)
        {
            string path = request.Name ?? PathOf(uri.Name.Length == 0 ? uri.Bucket : uri.Name);
            return [new ManifestEntry { Path = path, Digest = uri.Text, Ref = uri.Text }];
        }

        try
        {
            var bucket = new GcsBucket(connection, uri.Bucket);
            GcsObject? found = uri.Name.Length == 0 ? null : await RunAsync(
                watch => bucket.FindAsync(uri.Name, uri.Generation, watch.Token), cancellationToken).ConfigureAwait(false);
            if (found is null && uri.Generation is not null)
                throw GcsReferenceUri.Invalid(request.Uri, "it has no such generation");
            if (found is null)
                return await DescribeFolderAsync(bucket, uri, request, cancellationToken).ConfigureAwait(false);
            // W&B: what a console shows as a folder is no content.
            return found.Name.EndsWith('/') ? [] : [Describe(uri, found, request.Name ?? PathOf(found.Name[(found.Name.LastIndexOf('/') + 1)..]))];
        }
        catch (StoreFailureException e) when (e.Failure.Code == ArtifactCodes.StoreMissing)
        {
            throw GcsReferenceUri.Invalid(request.Uri, "there is no such bucket");
        }
        catch (StoreFailureException e)
        {
            throw Error(uri.Text, e.Failure);
        }
    }

    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        string text = LogicalPath.Printable(entry.Ref!);
        GcsReferenceUri uri = GcsReferenceUri.Split(entry.Ref!) is { Name.Length: > 0 } parts
            ? parts
            : throw Unavailable(entry, text, "which names no object");
        // Without a checksum the digest is the URI, and nothing can say whether a content is the right one.
        if (entry.Digest == entry.Ref)
            throw Unavailable(entry, text, "which was added without a checksum, so that no content of it can be verified");
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var content = new GcsReferenceContent(new GcsBucket(connection, uri.Bucket), uri.Name, options, _retry);
            switch (await content.CopyAsync(entry, GenerationOf(entry), destination, cancellationToken).ConfigureAwait(false))
            {
                case CopyResult.Missing:
                    throw Unavailable(entry, text, "and no such object is there");
                case CopyResult.Different:
                    throw new ArtifactException(
                        ArtifactCodes.DigestMismatch,
                        $"“{entry.Path}” points to {text}, whose content is not the one that was logged. Put the right object back, or log the reference again.");
            }
        }
        catch (StoreFailureException e) when (e.Failure.Code == ArtifactCodes.StoreMissing)
        {
            throw Unavailable(entry, text, "and there is no such bucket");
        }
        catch (StoreFailureException e)
        {
            throw Error(text, e.Failure);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        _slots.Dispose();
    }

    private async Task<IReadOnlyList<ManifestEntry>> DescribeFolderAsync(
        GcsBucket bucket, GcsReferenceUri uri, NewReference request, CancellationToken cancellationToken)
    {
        string folder = uri.Name.Length == 0 || uri.Name.EndsWith('/') ? uri.Name : uri.Name + "/";
        var entries = new List<ManifestEntry>();
        bool isThere = false;
        string? next = null;
        do
        {
            string? from = next;
            GcsPage page = await RunAsync(watch => bucket.ListAsync(folder, from, int.MaxValue, watch.Token), cancellationToken)
                .ConfigureAwait(false);
            isThere |= page.Items.Count > 0;
            foreach (GcsObject item in page.Items.Where(item => !item.Name.EndsWith('/')))
            {
                if (entries.Count == request.MaxObjects)
                    throw GcsReferenceUri.Invalid(request.Uri, $"more than {request.MaxObjects} objects lie below it");
                string relative = PathOf(item.Name[folder.Length..]);
                entries.Add(Describe(uri, item, request.Name is null ? relative : $"{request.Name}/{relative}"));
            }

            next = page.NextPageToken;
        }
        while (next is not null);

        if (!isThere)
            throw GcsReferenceUri.Invalid(request.Uri, "neither an object nor a folder of this name is there");
        entries.Sort((x, y) => LogicalPath.Order.Compare(x.Path, y.Path));
        return entries;
    }

    private static ManifestEntry Describe(GcsReferenceUri uri, GcsObject found, string path) => new()
    {
        Path = path,
        Digest = found.ETag ?? throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server gives objects no ETag.")),
        Size = found.Size,
        Ref = uri.TextOf(found.Name),
        Extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal)
            .Add(VersionKey, JsonElement.Parse(found.Generation.ToString(CultureInfo.InvariantCulture))),
    };

    // A name may have empty parts, which no path has.
    private static string PathOf(string name) => LogicalPath.Normalize(name.TrimStart('/'));

    private static long? GenerationOf(ManifestEntry entry) =>
        entry.Extra.TryGetValue(VersionKey, out JsonElement version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out long generation)
            ? generation
            : null;

    private Task<T> RunAsync<T>(Func<IdleWatch, Task<T>> attempt, CancellationToken cancellationToken) =>
        _retry.RunAsync(attempt, GcsFailures.Explain, cancellationToken);

    private ArtifactException Error(string uri, StoreFailure failure)
    {
        string advice = failure.Code switch
        {
            ArtifactCodes.StoreDenied => GcsCredentials.Advice,
            ArtifactCodes.StoreUnavailable => $"It was tried {options.MaxAttempts} times. Check the network, and try again.",
            _ => "Check the URI and what the server allows.",
        };
        return new ArtifactException(failure.Code, $"{LogicalPath.Printable(uri)} could not be read: {failure.Reason} {advice}");
    }

    private static ArtifactException Unavailable(ManifestEntry entry, string uri, string reason) => new(
        ArtifactCodes.ReferenceUnavailable,
        $"“{entry.Path}” points to {uri}, {reason}. Log the reference again, or leave it out with AllowMissingReferences.");
}
