using System.Text.RegularExpressions;
using ArtifactBuild.Faults;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>A store behind a proxy that does faults to its requests.</summary>
internal sealed partial class Proxied(IObjectStore store, FaultProxy proxy) : IAsyncDisposable
{
    public IObjectStore Store => store;

    /// <summary>The requests that went through, without those that made the client and asked once whether there is a bucket.</summary>
    public RequestRecord[] Requests =>
        [.. proxy.Requests.Where(request => !request.Path.Contains(ServerHome.ClientMaker, StringComparison.Ordinal) && !LooksForBucket().IsMatch(request.Query))];

    public IReadOnlyList<FaultRecord> Faults => proxy.Faults;

    /// <summary>The bytes that came from the server, also those of requests that have not ended.</summary>
    public long BytesToClient => proxy.BytesToClient;

    /// <summary>Waits for the first fault.</summary>
    public Task FaultAsync() => Gate.UntilAsync(() => Faults.Count > 0);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await proxy.DisposeAsync();
        Assert.IsEmpty(proxy.Errors, "the proxy itself failed");
    }

    [GeneratedRegex("maxResults=1(&|$)")]
    private static partial Regex LooksForBucket();
}
