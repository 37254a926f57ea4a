using ArtifactBuild.Faults;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>A store behind a proxy that does faults to its requests.</summary>
internal sealed class Proxied(IObjectStore store, FaultProxy proxy) : IAsyncDisposable
{
    public IObjectStore Store => store;

    /// <summary>The requests that went through, without the one that made the client.</summary>
    public RequestRecord[] Requests => [.. proxy.Requests.Where(request => !request.Path.Contains(ServerHome.ClientMaker, StringComparison.Ordinal))];

    public IReadOnlyList<FaultRecord> Faults => proxy.Faults;

    /// <summary>The bytes of bodies that came from the server for GETs of objects.</summary>
    public long BytesRead => Requests.Where(request => request.Method == "GET").Sum(request => request.ResponseBodyBytes);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await proxy.DisposeAsync();
        Assert.IsEmpty(proxy.Errors, "the proxy itself failed");
    }
}
