using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Upkeep;

namespace ArtifactBuild.Artifacts;

// Keeping a registry in order.
public sealed partial class ArtifactRegistry
{
    /// <summary>
    /// Deletes versions whose time to live is over, and then all that no version refers to. Safe while others log, as long as no
    /// log takes longer than the grace period.
    /// </summary>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the collection, at any moment. What was deleted by then stays deleted, and a later collection goes on.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="Diagnostics.ArtifactException">ART2006, ART3001: a version is damaged; nothing is swept then.</exception>
    public Task<GarbageCollectionReport> GarbageCollectAsync(
        GarbageCollectionOptions? options = null, CancellationToken cancellationToken = default) =>
        new GarbageCollection(_context, options ?? new GarbageCollectionOptions()).RunAsync(cancellationToken);

    /// <summary>Says how long versions of a type live when they do not say themselves.</summary>
    /// <param name="type">The type.</param>
    /// <param name="timeToLive">How long; <see cref="TimeToLive.Inherit"/> and <see cref="TimeToLive.Disabled"/> both mean for ever.</param>
    /// <param name="cancellationToken">Cancels the request to the registry. If it was sent already, the registry may have carried it out.</param>
    public Task SetDefaultTimeToLiveAsync(string type, TimeToLive timeToLive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _context.EditAsync(
            RegistryLayout.Marker,
            RegistryJson.Instance.RegistryMarker,
            present =>
            {
                RegistryMarker marker = present ?? new RegistryMarker();
                var all = new SortedDictionary<string, long>(marker.TimeToLive, StringComparer.Ordinal);
                if (timeToLive.Duration is TimeSpan duration)
                    all[type] = (long)duration.TotalSeconds;
                else
                    all.Remove(type);
                return marker with { TimeToLive = all };
            },
            cancellationToken);
    }
}
