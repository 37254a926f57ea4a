using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Builds.Settings;

/// <summary>The registries that one operation reads, or their mirrors: each address is opened once, so that all artifacts share its connections.</summary>
internal sealed class RegistryPool(BuildSettings settings) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ArtifactRegistry> _open = new(StringComparer.Ordinal);

    /// <summary>The registry of an address, which goes with the pool.</summary>
    public ArtifactRegistry Open(string address)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(address, out ArtifactRegistry? registry))
                _open[address] = registry = settings.OpenForReading(address);
            return registry;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ArtifactRegistry registry in _open.Values)
            await registry.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
    }
}
