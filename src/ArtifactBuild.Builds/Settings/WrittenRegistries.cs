using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Builds.Settings;

/// <summary>
/// The registries that one operation writes to: each address is opened once, so that all artifacts share its connections and its
/// limit of transfers. What is written goes to the registry itself, wherever it is read from.
/// </summary>
internal sealed class WrittenRegistries(BuildSettings settings) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ArtifactRegistry> _open = new(StringComparer.Ordinal);

    /// <summary>The registry of an address, which goes with this.</summary>
    public ArtifactRegistry Open(string address)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(address, out ArtifactRegistry? registry))
                _open[address] = registry = settings.OpenRegistry(address);
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
