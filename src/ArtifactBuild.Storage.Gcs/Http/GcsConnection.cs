using System.Net;
using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>Sends requests to Cloud Storage, each once, with a token where one is wanted.</summary>
internal sealed class GcsConnection : IDisposable
{
    /// <summary>How long a server may take to accept a connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Names are encoded by us, and must arrive as they are: “%2E%2E” is a name, and no way up.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpMessageInvoker _http;
    private readonly Func<CancellationToken, Task<GcsAccess>> _find;
    private readonly SemaphoreSlim _finding = new(1);
    private GcsAccess? _access;

    public GcsConnection()
        : this(token => GcsAccess.FindAsync(GcsEnvironment.Process, token))
    {
    }

    /// <param name="find">Says where requests go; asked at the first one.</param>
    public GcsConnection(Func<CancellationToken, Task<GcsAccess>> find)
    {
        _find = find;
        // Whoever sends bounds the number of requests: one that waited for a connection here would look idle.
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // Bytes must come as they are stored, and 308 means “resume the upload” here, not a redirect.
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
    }

    /// <summary>Sends a request to the API. The answer's body is not read yet.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query, without a slash at the start.</param>
    /// <param name="content">The body.</param>
    /// <param name="range">The bytes that are asked for.</param>
    /// <param name="cancellationToken">Cancels the request, but not the reading of the answer's body.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        GcsAccess access = _access ?? await FindAsync(cancellationToken).ConfigureAwait(false);
        using HttpRequestMessage request = NewRequest(method, new Uri(access.Endpoint + path, in Exact), content);
        request.Headers.Range = range;
        if (access.Tokens is ITokenAccessWithHeaders tokens)
        {
            AccessTokenWithHeaders token = await tokens
                .GetAccessTokenWithHeadersForRequestAsync(access.Endpoint, cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
            // Who pays, if that is not the account's own project.
            token.AddHeaders(request);
        }

        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request to an upload session, whose address is what opens it: no token goes there.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri session, HttpContent content, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(method, session, content);
        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _http.Dispose();
        _finding.Dispose();
    }

    private static HttpRequestMessage NewRequest(HttpMethod method, Uri uri, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, uri)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        // Who does not say this gets objects that were stored compressed in another form than the stored one.
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        request.Headers.TryAddWithoutValidation("User-Agent", "ArtifactBuild");
        return request;
    }

    // Many first requests come at once; one of them looks, and a failure is not remembered.
    private async Task<GcsAccess> FindAsync(CancellationToken cancellationToken)
    {
        await _finding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _access ??= await _find(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _finding.Release();
        }
    }
}
