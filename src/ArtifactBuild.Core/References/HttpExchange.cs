using System.Net;
using System.Net.Http.Headers;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.References;

/// <summary>Asks web servers, each once, and follows redirects from http(s) to http(s).</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    public HttpExchange(RemoteOptions options)
    {
        _clock = options.Clock;
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
    /// <returns>An answer with status 200, or for the rest also 206; its body is not read yet.</returns>
    /// <exception cref="StoreFailureException">There is none.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri uri, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Range = range;
            HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK || (response.StatusCode == HttpStatusCode.PartialContent && range is not null))
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

    /// <summary>The ETag as the server wrote it.</summary>
    public static string? ETagOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out HeaderStringValues values) ? values.ToString() : null;

    public void Dispose() => _client.Dispose();

    /// <summary>Where a redirect leads.</summary>
    /// <exception cref="StoreFailureException">It is not followed.</exception>
    internal static Uri Next(Uri from, Uri location)
    {
        if (!Uri.TryCreate(from, location, out Uri? to))
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.ReferenceUnavailable, "the server redirects to something that is not an address."));
        bool allowed = to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return allowed
            ? to
            : throw new StoreFailureException(new StoreFailure(
                ArtifactCodes.ReferenceUnavailable, $"the server redirects from {from.Scheme} to {to.Scheme}, which is not followed."));
    }

    /// <summary>Whether an answer is the rest of the very same content: what the server says of it has to be what it said before.</summary>
    public static bool IsRest(HttpResponseMessage rest, BrokenBody broken) =>
        rest.StatusCode == HttpStatusCode.PartialContent
        && rest.Content.Headers.ContentRange is ContentRangeHeaderValue range
        && range.From == broken.Position
        && (range.Length ?? broken.Info.Size) == broken.Info.Size
        && ETagOf(rest) == broken.Info.ETag
        && rest.Content.Headers.LastModified == broken.Info.LastModified;

    private StoreFailure FailureOf(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter is RetryConditionHeaderValue after
            ? after.Delta ?? (after.Date - _clock.GetUtcNow())
            : null;
        return StoreFailure.OfStatus((int)response.StatusCode, null, wait > TimeSpan.Zero ? wait : null);
    }
}
