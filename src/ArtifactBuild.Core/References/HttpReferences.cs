using System.Collections.Immutable;
using System.Text.Json;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>
/// <c>http:</c> and <c>https:</c> references. The digest is the server's ETag (RFC 9110, section 8.8.3), so a server that gives
/// none can't be checked but for the size.
/// </summary>
internal sealed class HttpReferences(RemoteOptions options) : IReferenceHandler, IDisposable
{
    private readonly HttpExchange _exchange = new(options);

    public async Task<IReadOnlyList<ManifestEntry>> DescribeAsync(NewReference request, CancellationToken cancellationToken)
    {
        Uri uri = Parse(request.Uri);
        // W&B: all that follows the last slash, the query included.
        string path = request.Name ?? request.Uri[(request.Uri.LastIndexOf('/') + 1)..];
        if (path.Length == 0 || uri.AbsolutePath.Length == 0)
            throw ReferenceUri.Invalid(request.Uri, "it ends with a slash, so no name can be made; give one");
        if (!request.Checksum)
            return [new ManifestEntry { Path = path, Digest = request.Uri, Ref = request.Uri }];
        try
        {
            using HttpResponseMessage response = await _exchange.GetAsync(uri, null, cancellationToken).ConfigureAwait(false);
            string? etag = HttpExchange.ETagOf(response);
            var extra = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);
            return
            [
                new ManifestEntry
                {
                    Path = path,
                    Digest = etag is null ? request.Uri : Unquoted(etag),
                    Size = response.Content.Headers.ContentLength,
                    Ref = request.Uri,
                    Extra = etag is null ? extra : extra.Add("etag", JsonSerializer.SerializeToElement(etag, ReferenceJson.Default.String)),
                },
            ];
        }
        catch (StoreFailureException e)
        {
            throw ReferenceUri.Invalid(request.Uri, e.Failure.Reason.TrimEnd('.'));
        }
    }

    public async Task LoadAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        try
        {
            Uri uri = Parse(entry.Ref!);
            HttpResponseMessage response = await _exchange.GetAsync(uri, null, cancellationToken).ConfigureAwait(false);
            EnsureSame(entry, response);
            Stream body = await _exchange.BodyAsync(uri, response, cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                long length = await BoundedCopy.RunAsync(body, destination, entry.Size ?? long.MaxValue, cancellationToken).ConfigureAwait(false);
                if (entry.Size is long size && length != size)
                    throw ReferenceUri.Changed(entry, length > size ? $"it has more than {size} bytes" : $"it has {length} bytes instead of {size}");
            }
        }
        catch (StoreFailureException e)
        {
            throw ReferenceUri.Unavailable(entry, e.Failure.Reason.TrimEnd('.'));
        }
    }

    public void Dispose() => _exchange.Dispose();

    private static void EnsureSame(ManifestEntry entry, HttpResponseMessage response)
    {
        // Without an ETag, or when nobody looked, the digest is the URI.
        string? reason = entry.Digest != entry.Ref && Unquoted(HttpExchange.ETagOf(response) ?? "") != entry.Digest ? "its ETag is another one"
            : entry.Size is long size && response.Content.Headers.ContentLength is long length && length != size ? $"it has {length} bytes instead of {size}"
            : null;
        if (reason is null)
            return;
        response.Dispose();
        throw ReferenceUri.Changed(entry, reason);
    }

    // W&B takes one pair of quotes away, so a weak ETag stays as it is.
    private static string Unquoted(string etag) => etag is ['"', .., '"'] and { Length: >= 2 } ? etag[1..^1] : etag;

    private static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0
            ? uri
            : throw ReferenceUri.Invalid(text, "it is no http URI");
}
