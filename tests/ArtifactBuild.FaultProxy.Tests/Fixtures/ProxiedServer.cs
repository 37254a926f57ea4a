using System.Net.Sockets;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>A server, a proxy before it, and a client of the proxy.</summary>
internal sealed class ProxiedServer : IAsyncDisposable
{
    private ProxiedServer(BlobServer server, FaultProxy proxy, HttpClient client) => (Server, Proxy, Client) = (server, proxy, client);

    public BlobServer Server { get; }

    public FaultProxy Proxy { get; }

    public HttpClient Client { get; }

    public static async Task<ProxiedServer> StartAsync(FaultScript script, TimeProvider? clock = null)
    {
        var server = await BlobServer.StartAsync();
        var proxy = await FaultProxy.StartAsync(server.Address, script, clock);
        return new(server, proxy, NewClient(proxy.Endpoint));
    }

    /// <summary>A client with connections of its own.</summary>
    public static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = address,
        Timeout = TestClock.Patience,
    };

    /// <summary>Runs a request that must fail.</summary>
    /// <returns>The socket's error when there is one, and HTTP's.</returns>
    public static async Task<(SocketError? Socket, HttpRequestError? Http)> FailureAsync(Func<Task> request)
    {
        var exception = await Assert.ThrowsAsync<Exception>(request);
        SocketError? socket = null;
        HttpRequestError? http = null;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            socket ??= (e as SocketException)?.SocketErrorCode;
            http = (e as HttpIOException)?.HttpRequestError ?? http;
            if (e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request2) http ??= request2.HttpRequestError;
        }

        return (socket, http);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        await Server.DisposeAsync();
        Assert.IsEmpty(Proxy.Errors);
        Assert.AreEqual(0, Proxy.OpenConnections);
    }
}
