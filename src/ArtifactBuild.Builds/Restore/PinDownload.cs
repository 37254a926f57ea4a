using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// Brings the bytes of every pin into the cache, in one queue over all of them, and what references point to into the build's
/// own folder, in another.
/// </summary>
internal sealed class PinDownload(RestoreSession session)
{
    /// <summary>Fetches the bytes that are stored.</summary>
    /// <returns>What came from registries.</returns>
    public async Task<IReadOnlyList<Blob>> FetchAsync(IReadOnlyList<OpenedPin> pins, CancellationToken cancellationToken)
    {
        session.Cache.EnsureGeneration();
        return await new CacheFill(session.Cache, session.MaxConcurrency, session.Request.Settings.Progress)
            .RunAsync(
                pins.SelectMany(pin => pin.Wanted.Where(entry => entry.HasBlob).Select(entry => (pin.Content, entry))),
                verify: true,
                copies: null,
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads what references point to; it goes to the build's own folder, not to the cache.</summary>
    public async Task LoadReferencesAsync(IReadOnlyList<OpenedPin> pins, CancellationToken cancellationToken)
    {
        var folders = new List<Materializer>();
        var loads = new List<(Materializer Folder, OpenedPin Pin, ManifestEntry Entry)>();
        try
        {
            foreach (OpenedPin pin in pins.Where(pin => pin.Wanted.Any(entry => !entry.HasBlob)))
            {
                var folder = new Materializer(RestoredFiles.FolderOfReferences(session.Request, pin.Reference));
                folders.Add(folder);
                loads.AddRange(pin.Wanted.Where(entry => !entry.HasBlob).Select(entry => (folder, pin, entry)));
            }

            await InOrder.ForEachAsync(
                loads.Count,
                session.MaxConcurrency,
                (i, token) => LoadAsync(loads[i].Folder, loads[i].Pin, loads[i].Entry, token),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (Materializer folder in folders)
                folder.Dispose();
        }
    }

    private async Task LoadAsync(Materializer materializer, OpenedPin pin, ManifestEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            string path = await materializer.WriteAsync(
                entry, (stream, token) => pin.Content.LoadReferenceAsync(entry, stream, token), cancellationToken).ConfigureAwait(false);
            await ArtifactCache.MarkAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e) when (pin.Reference.AllowMissingReferences && e.Code == ArtifactCodes.ReferenceUnavailable)
        {
            File.Delete(Path.Combine(RestoredFiles.FolderOfReferences(session.Request, pin.Reference), entry.Path));
        }
    }
}
