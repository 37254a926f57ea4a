using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.TestServers;

namespace ArtifactBuild.Registry.Tests.OnServers;

/// <summary>Registries on a server that runs as long as the tests: each has a prefix of its own in one bucket.</summary>
internal sealed class ServerHome(TestServerKind kind) : RegistryHome
{
    private TestServer? _server;
    private string _bucket = "";
    private int _registries;

    public override TimeSpan GracePeriod => TimeSpan.FromSeconds(2);

    public override TimeSpan TimeResolution => TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await TestServer.StartAsync(kind, Assert.Inconclusive, cancellationToken);
        // The stores find their credentials as they do anywhere else, and so do other processes, which inherit them.
        foreach ((string name, string value) in _server.Environment)
            Environment.SetEnvironmentVariable(name, value);
        _bucket = await _server.NewBucketAsync(cancellationToken: cancellationToken);
    }

    public override string NewAddress(string folder)
    {
        int options = _bucket.IndexOf('?', StringComparison.Ordinal);
        return _bucket.Insert(options < 0 ? _bucket.Length : options, $"/{Interlocked.Increment(ref _registries)}");
    }

    // A request costs milliseconds here.
    public override int Rounds(int rounds) => Math.Max(1, rounds / 10);

    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        await base.DisposeAsync();
    }
}
