using System.Collections.Concurrent;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Transfer;

/// <summary>
/// Downloads entries of a version to a folder: first everything into the cache, or beside its place when the cache is to be
/// left alone, verified; then to its place.
/// </summary>
internal sealed class Download(PinnedContent content, int concurrency, bool allowMissingReferences)
{
    /// <summary>Downloads past the cache: the bytes are written once, straight to the volume of the folder.</summary>
    public async Task RunDirectAsync(IReadOnlyList<ManifestEntry> entries, string folder, CancellationToken cancellationToken)
    {
        using var materializer = new Materializer(folder);
        materializer.EnsureFree(entries);
        var staged = new ConcurrentBag<(ManifestEntry Entry, string Path)>();
        await Parallel.ForEachAsync(entries.Where(entry => entry.HasStoredBytes), Options(cancellationToken), async (entry, token) =>
        {
            string? path = await materializer
                .StageAsync(entry, (stream, stop) => content.CopyAsync(entry, stream, stop), token).ConfigureAwait(false);
            if (path is not null)
                staged.Add((entry, path));
        }).ConfigureAwait(false);
        foreach ((ManifestEntry entry, string path) in staged)
            materializer.Place(entry, path);
        foreach (ManifestEntry entry in entries.Where(entry => !entry.HasStoredBytes))
            await LoadAsync(materializer, entry, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="entries">The entries.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="clear">Makes room in the folder, once all bytes are at hand.</param>
    public async Task RunAsync(
        IReadOnlyList<ManifestEntry> entries, string folder, CancellationToken cancellationToken, Action? clear = null)
    {
        IReadOnlyDictionary<Sha256Digest, string> cached = await content
            .EnsureCachedAsync(entries.Where(entry => entry.HasStoredBytes), cancellationToken).ConfigureAwait(false);
        clear?.Invoke();
        using var materializer = new Materializer(folder);
        materializer.EnsureFree(entries);
        await Parallel.ForEachAsync(entries, Options(cancellationToken), async (entry, token) =>
        {
            if (!entry.HasStoredBytes)
                await LoadAsync(materializer, entry, token).ConfigureAwait(false);
            else
                await materializer.CopyAsync(entry, cached[entry.Sha256!.Value], token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };

    private async Task LoadAsync(Materializer materializer, ManifestEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await materializer
                .WriteAsync(entry, (stream, token) => content.LoadReferenceAsync(entry, stream, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ArtifactException e) when (allowMissingReferences && e.Code == ArtifactCodes.ReferenceUnavailable)
        {
            // The caller said that what is gone may be left out.
        }
    }
}
