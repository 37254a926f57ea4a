using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Faults;

/// <summary>What is asked of stores on the network when the network or the server fails.</summary>
public abstract partial class FaultConformance : StoreTest
{
    private const string Target = "target";

    private static readonly RemoteOptions Options = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(10),
        MaxPause = TimeSpan.FromSeconds(2),
        // Far longer than a server takes on a machine under load. Where nothing is to move, the clock is the test's.
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    private protected abstract ServerHome Server { get; }

    private protected sealed override StoreHome Home => Server;

    private protected Task<Proxied> OpenAsync(Func<ProxiedRequest, bool> predicate, Fault fault, int times = 1) =>
        OpenAsync(FaultScript.On(predicate, fault, times), Options);

    /// <summary>Opens this test's store once more, behind a proxy.</summary>
    private protected async Task<Proxied> OpenAsync(FaultScript script, RemoteOptions options)
    {
        FaultProxy proxy = await FaultProxy.StartAsync((await Server.Server).Endpoint, script);
        return new Proxied(await Server.OpenAsync(Address, proxy.Endpoint, options), proxy);
    }

    /// <summary>A clock on which every pause before another try is over at once.</summary>
    private protected static TestClock WithoutPauses() => new(skips: Options.MaxPause);

    private protected static bool IsRead(ProxiedRequest request) =>
        request.Method == "GET" && request.Path.Contains(Target, StringComparison.Ordinal);

    private protected static bool IsHead(ProxiedRequest request) =>
        request.Method is "HEAD" or "GET" && request.Path.Contains(Target, StringComparison.Ordinal);

    private protected static bool IsList(ProxiedRequest request) =>
        request.Method == "GET" && request.Query.Contains("prefix=", StringComparison.Ordinal);

    private protected static bool IsDelete(ProxiedRequest request) => request.Method == "DELETE";

    /// <summary>The object has exactly these bytes, as everybody sees it.</summary>
    private protected async Task AssertStoredAsync(GeneratedContent content, ObjectInfo? written)
    {
        Assert.IsNotNull(written, "the result says that it was another's");
        ObjectInfo now = await HeadAsync(Target);
        // Some stores tell a write's time only later; a store then takes the time of the answer, which may be late.
        AssertSame(written with { LastModified = now.LastModified }, now);
        Assert.IsLessThan(TimeSpan.FromMinutes(1), (written.LastModified - now.LastModified).Duration());
        await using StoredObject? read = await Store.GetAsync(Target, null, Token);
        await content.AssertSameAsync(read!.Content);
        Assert.IsEmpty(await Home.LeftoversAsync(Address));
    }
}
