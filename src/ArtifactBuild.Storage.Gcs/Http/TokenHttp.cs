using Google.Apis.Http;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>How the credentials' library speaks HTTP: as it likes, but without waiting long for a server that isn't there.</summary>
internal sealed class TokenHttp : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new SocketsHttpHandler
    {
        ConnectTimeout = GcsConnection.ConnectTimeout,
        // The library follows redirects itself.
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
