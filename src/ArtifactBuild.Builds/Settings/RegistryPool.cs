using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;

namespace ArtifactBuild.Builds.Settings;

/// <summary>
/// The registries of one operation: each is opened once, so that all artifacts share its connections and its limit of transfers,
/// and is asked once for each of its records. What is read comes from a registry's mirror, where there is one; what is written goes
/// to the registry itself.
/// </summary>
/// <param name="settings">How registries are used, and which are mirrored.</param>
/// <param name="cache">The cache of all of them, which the caller disposes after the pool; nothing when each opens the settings' one.</param>
internal sealed class RegistryPool(BuildSettings settings, ArtifactCache? cache = null) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Address, bool? AllowFileReferences), ArtifactRegistry> _open = [];

    /// <summary>Opens a registry; a test may open another one in its place.</summary>
    public Func<string, ArtifactRegistryOptions, ArtifactRegistry> Opener { get; init; } = ArtifactRegistry.Open;

    private ArtifactRegistryOptions Options => settings.RegistryOptions() with { Cache = cache };

    /// <summary>The registry of an address, or its mirror; it goes with the pool.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public ArtifactRegistry ForReading(string address)
    {
        string original = settings.Absolute(address);
        return settings.Mirror is RegistryMirror mirror ? Open(mirror.Redirect(original, Options)) : Open((original, Options));
    }

    /// <summary>The registry of an address itself, whether it has a mirror or not; it goes with the pool.</summary>
    /// <exception cref="Diagnostics.ArtifactException">ART2001: the address can't be used.</exception>
    public ArtifactRegistry ForWriting(string address) => Open((settings.Absolute(address), Options));

    /// <summary>How many units of work run at once on what is read from an address; the registry need not be open.</summary>
    public int ConcurrencyAt(string address)
    {
        string original = settings.Absolute(address);
        return ArtifactRegistry.ConcurrencyAt(settings.Mirror?.Of(original) ?? original, settings.MaxConcurrency);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ArtifactRegistry registry in _open.Values)
            await registry.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
    }

    private ArtifactRegistry Open((string Address, ArtifactRegistryOptions Options) place)
    {
        lock (_lock)
        {
            (string, bool?) key = (place.Address, place.Options.AllowFileReferences);
            if (!_open.TryGetValue(key, out ArtifactRegistry? registry))
                _open[key] = registry = Opener(place.Address, place.Options);
            return registry;
        }
    }
}
