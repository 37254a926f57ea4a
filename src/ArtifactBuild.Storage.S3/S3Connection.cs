using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Signing;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.S3;

/// <summary>One server of S3, one pool of connections to it.</summary>
/// <remarks>
/// Requests whose answers are XML go through the library's client. Those of plain bytes, of which there may be tens of thousands,
/// go to the same pool directly and are signed by the library's signer: that takes a third of the processor's time, sends the
/// body in one pass under a digest that is known before, and keeps nothing of it in memory.
/// </remarks>
internal sealed class S3Connection : IDisposable
{
    private const string DigestHeader = "x-amz-content-sha256";

    // From here on a server may refuse a body before it is sent.
    private const int LargeBody = 1024 * 1024;

    private readonly Lazy<S3Settings> _settings;
    private readonly Lazy<AmazonS3Config> _config;
    private readonly Lazy<RegionEndpoint> _region;
    private readonly Lazy<HttpClient> _http;
    private readonly S3Credentials _credentials;
    private readonly ConcurrentDictionary<string, string> _roots = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private AmazonS3Client? _client;

    /// <param name="settings">Where requests go; asked at the first one.</param>
    /// <param name="options">How the server is used.</param>
    /// <param name="credentials">The credentials, which this disposes.</param>
    public S3Connection(Func<S3Settings> settings, RemoteOptions options, S3Credentials credentials)
    {
        _credentials = credentials;
        _settings = new Lazy<S3Settings>(settings);
        _http = new Lazy<HttpClient>(() => NewHttpClient(options));
        _config = new Lazy<AmazonS3Config>(() => _settings.Value.ToConfig(new SharedClient(_http.Value)));
        _region = new Lazy<RegionEndpoint>(() => RegionEndpoint.GetBySystemName(_settings.Value.Region));
    }

    /// <summary>Whether it is Amazon's own S3, which keeps to every rule of its interface.</summary>
    public bool IsAmazon => _settings.Value.Endpoint is null;

    /// <summary>The region that requests are signed for.</summary>
    public string Region => _settings.Value.Region;

    /// <summary>The library's client.</summary>
    /// <exception cref="StoreFailureException">There are no credentials.</exception>
    public async Task<IAmazonS3> ClientAsync(CancellationToken cancellationToken)
    {
        AWSCredentials credentials = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            return _client ??= new AmazonS3Client(credentials, _config.Value);
    }

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, also when it is a refusal; to be disposed, unless its body is read to the end.</returns>
    public async Task<S3Answer> SendAsync(S3Call call, CancellationToken cancellationToken)
    {
        // A request without a body is sent again by the handler itself when a connection breaks, unseen by whoever has to know
        // whether a deletion may have happened. One with an empty body is not.
        HttpContent? body = call.Body ?? (call.Method == HttpMethod.Delete ? new ByteArrayContent([]) : (HttpContent?)null);
        using var message = new HttpRequestMessage(call.Method, UriOf(call)) { Version = HttpVersion.Version11, Content = body };
        await SignAsync(message, call, cancellationToken).ConfigureAwait(false);
        if (call.Body?.Length >= LargeBody)
            message.Headers.ExpectContinue = true;
        try
        {
            HttpResponseMessage response = await _http.Value
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return await S3Answer.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch when (call.Body is not null)
        {
            call.Body.ThrowIfUnreadable();
            throw;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _credentials.Dispose();
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private static HttpClient NewHttpClient(RemoteOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = options.MaxConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Bytes come as they are stored, from the server that was asked.
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            Expect100ContinueTimeout = TimeSpan.FromMilliseconds(500),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task SignAsync(HttpRequestMessage message, S3Call call, CancellationToken cancellationToken)
    {
        var parameters = new AWSSigV4Parameters
        {
            Credentials = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false),
            Region = _region.Value,
            Service = "s3",
        };
        var unsigned = new AWSSigningRequest { HttpMethod = message.Method, RequestUri = message.RequestUri };
        unsigned.Headers[DigestHeader] = call.BodySha256;
        foreach ((string name, string value) in call.Headers)
        {
            unsigned.Headers[name] = value;
            HttpHeaders headers = name.StartsWith("Content-", StringComparison.Ordinal) ? message.Content!.Headers : message.Headers;
            headers.TryAddWithoutValidation(name, value);
        }

        AWSSigningResult signed = await AWSSigV4Signer.SignAsync(unsigned, parameters, cancellationToken).ConfigureAwait(false);
        foreach ((string name, string value) in signed.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
    }

    private Uri UriOf(S3Call call)
    {
        string root = _roots.GetOrAdd(call.Bucket, RootOf);
        string path = string.Join('/', call.Key.Split('/').Select(Uri.EscapeDataString));
        string query = call.Query.Length == 0 ? "" : "?" + call.Query;
        // Nothing may change what was escaped here: the signature covers it.
        return new Uri($"{root}/{path}{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private string RootOf(string bucket) => _settings.Value is { Endpoint: string server, PathStyle: true }
        ? $"{server.TrimEnd('/')}/{Uri.EscapeDataString(bucket)}"
        // The library's rules say which host and path a bucket has. They take a moment to load, which the simple case does without.
        : _config.Value
            .DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetObjectRequest { BucketName = bucket, Key = "k" }))
            .URL.TrimEnd('/');

    /// <summary>Lets the library's client use the pool.</summary>
    private sealed class SharedClient(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
