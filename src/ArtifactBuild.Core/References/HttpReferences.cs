using System.Net.Http.Headers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>
/// <c>http:</c> and <c>https:</c> references. The digest is the server's ETag (RFC 9110, section 8.8.3), so a server that gives
/// none can't be checked but for the size.
/// </summary>
internal sealed class HttpReferences(RemoteOptions options) : RemoteReferences<HttpUri>(options)
{
    private readonly HttpExchange _exchange = new(options);

    protected override StoreWords Words { get; } = new("resource", "server", "version", HttpUri.Advice, CredentialsAdvice: null);

    protected override bool EveryObjectHasDigest => false;

    public override void Dispose()
    {
        _exchange.Dispose();
        base.Dispose();
    }

    protected override HttpUri Parse(string uri) => HttpUri.Of(uri) ?? throw ReferenceUri.Invalid(uri, "it is not an http URI", HttpUri.Advice);

    protected override HttpUri? ParseLogged(string uri) => HttpUri.Of(uri);

    // As in W&B it is a GET whose body nobody reads: not every server answers HEAD as it answers GET.
    protected override async Task<RemoteObject?> HeadOnceAsync(HttpUri uri, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _exchange.GetAsync(uri.Address, null, cancellationToken).ConfigureAwait(false);
        return InfoOf(uri, response);
    }

    protected override async Task<OpenAnswer> OpenOnceAsync(HttpUri uri, string? digest, BrokenBody? broken, IdleWatch watch)
    {
        RangeHeaderValue? range = broken is null ? null : new RangeHeaderValue(broken.Position, null);
        HttpResponseMessage response = await _exchange.GetAsync(uri.Address, range, watch.Token).ConfigureAwait(false);
        Stream? body = null;
        try
        {
            if (broken is not null && !HttpExchange.IsRest(response, broken))
            {
                throw new StoreFailureException(new StoreFailure(
                    ArtifactCodes.ReferenceUnavailable, "the connection broke off, and the server can't go on from the middle."));
            }

            RemoteObject info = InfoOf(uri, response);
            if (digest is not null && info.Digest != digest)
                return OpenAnswer.Another;
            body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            return new OpenedObject(info, body);
        }
        finally
        {
            // The body of a success holds the connection itself.
            if (body is null)
                response.Dispose();
        }
    }

    private static RemoteObject InfoOf(HttpUri uri, HttpResponseMessage response)
    {
        string? etag = HttpExchange.ETagOf(response);
        // W&B takes one pair of quotes away, so a weak ETag stays as it is.
        string? digest = etag is ['"', .., '"'] and { Length: >= 2 } ? etag[1..^1] : etag;
        HttpContentHeaders headers = response.Content.Headers;
        return new RemoteObject(uri.Name, digest, headers.ContentLength) { ETag = etag, LastModified = headers.LastModified };
    }
}
