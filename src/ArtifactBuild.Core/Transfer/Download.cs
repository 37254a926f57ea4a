using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Transfer;

/// <summary>Downloads entries of a version to a folder: first everything into the cache, verified, then to its place.</summary>
internal sealed class Download(PinnedContent content, int concurrency, bool allowMissingReferences)
{
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
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries, options, async (entry, token) =>
        {
            if (!entry.HasStoredBytes)
                await LoadAsync(materializer, entry, token).ConfigureAwait(false);
            else
                await materializer.CopyAsync(entry, cached[entry.Sha256!.Value], token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

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
