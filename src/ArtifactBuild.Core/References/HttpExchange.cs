using System.Net;
using System.Net.Http.Headers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>Asks web servers: tries again when something may pass, follows redirects from http(s) to http(s), and goes on with a body that broke off.</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly RemoteOptions _options;
    private readonly Retry _retry;
    private readonly HttpClient _client;

    public HttpExchange(RemoteOptions options)
    {
        _options = options;
        _retry = new Retry(options);
        var handler = new SocketsHttpHandler
        {
            // Followed by hand, because only http and https may be led to, and https not back to http.
            AllowAutoRedirect = false,
            // The bytes are those that the server stores.
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = options.MaxConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        // The watch of each request is its time-out.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ArtifactBuild", "1"));
    }

    /// <summary>Asks for a body, or for the rest of one.</summary>
    /// <returns>An answer with status 200 or, for the rest, 206; its body is not read yet.</returns>
    /// <exception cref="StoreFailureException">There is none.</exception>
    public Task<HttpResponseMessage> GetAsync(Uri uri, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        _retry.RunAsync(watch => FollowAsync(uri, range, watch.Token), static _ => null, cancellationToken);

    /// <summary>The body of an answer, which goes on where it breaks off when the server allows it.</summary>
    public async Task<Stream> BodyAsync(Uri uri, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentLength is not long length)
            return new UnsizedBody(body, _options);
        string? etag = ETagOf(response);
        return new ResumingStream(
            body,
            length,
            async (position, token) =>
            {
                HttpResponseMessage rest = await GetAsync(uri, new RangeHeaderValue(position, null), token).ConfigureAwait(false);
                if (rest.StatusCode != HttpStatusCode.PartialContent || rest.Content.Headers.ContentRange?.From != position || ETagOf(rest) != etag)
                {
                    rest.Dispose();
                    throw new StoreFailureException(new StoreFailure(
                        ArtifactCodes.ReferenceUnavailable, "the connection broke off, and the server can't go on from the middle."));
                }

                return await rest.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            },
            _options,
            response.Dispose);
    }

    /// <summary>The ETag as the server wrote it.</summary>
    public static string? ETagOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out HeaderStringValues values) ? values.ToString() : null;

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(Uri uri, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Range = range;
            HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
                return response;
            using (response)
            {
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not Uri location)
                    throw new StoreFailureException(FailureOf(response));
                uri = Next(uri, location);
            }
        }

        throw new StoreFailureException(new StoreFailure(ArtifactCodes.ReferenceUnavailable, $"the server redirects more than {MaxRedirects} times."));
    }

    private static Uri Next(Uri from, Uri location)
    {
        var to = new Uri(from, location);
        bool allowed = to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return allowed
            ? to
            : throw new StoreFailureException(new StoreFailure(
                ArtifactCodes.ReferenceUnavailable, $"the server redirects from {from.Scheme} to {to.Scheme}, which is not followed."));
    }

    private static StoreFailure FailureOf(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter is RetryConditionHeaderValue after
            ? after.Delta ?? (after.Date - DateTimeOffset.UtcNow)
            : null;
        return StoreFailure.OfStatus((int)response.StatusCode, null, wait > TimeSpan.Zero ? wait : null);
    }
}
