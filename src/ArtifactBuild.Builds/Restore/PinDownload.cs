using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Shared;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// Brings the bytes of every pin into the cache, in one queue over all of them, and what references point to into the build's
/// own folder, in another.
/// </summary>
internal sealed class PinDownload(RestoreSession session)
{
    /// <summary>Whether what references point to is loaded as well; it goes to a build's own folder, not to the cache.</summary>
    public bool LoadsReferences { get; init; } = true;

    public int DownloadedFiles { get; private set; }

    public long DownloadedBytes { get; private set; }

    /// <summary>Fetches what the session's lockfile pins.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        session.Cache.EnsureGeneration();
        var pins = new Pin[session.Request.References.Count];
        await session.ForEachReferenceAsync(
            async (i, reference, token) => pins[i] = await OpenAsync(reference, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await new CacheFill(session.Cache, session.MaxConcurrency, session.Request.Settings.Progress)
            .RunAsync(
                pins.SelectMany(pin => pin.Wanted.Where(entry => entry.HasBlob).Select(entry => (pin.Content, entry))),
                verify: true,
                copies: null,
                cancellationToken).ConfigureAwait(false);
        // An archive of a cache may have lost the times, by which a build knows whether a copy is right.
        foreach (Sha256Digest digest in pins.SelectMany(pin => pin.Wanted).Where(entry => entry.HasBlob).Select(entry => entry.Blob.Digest))
            ArtifactCache.MendTime(session.Cache.Locate(digest), digest);
        DownloadedFiles = pins.Sum(pin => pin.Content.FetchedFiles);
        DownloadedBytes = pins.Sum(pin => pin.Content.FetchedBytes);
        if (LoadsReferences)
            await LoadReferencesAsync(pins, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Pin> OpenAsync(ArtifactReferenceItem reference, CancellationToken cancellationToken)
    {
        LockedArtifact block = session.Lockfile.Content.Find(reference.Requested)!;
        VersionContent content = session.Registries.ForReading(reference.Registry)
            .Pinned(Sha256Digest.Parse(block.ManifestSha256), $"{block.Name}:{block.Version}", !session.Request.Offline);
        Manifest manifest = await session.ReadManifestAsync(content, cancellationToken).ConfigureAwait(false);
        EnsureSame(block, reference, manifest);
        return new Pin(reference, content, EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix));
    }

    private async Task LoadReferencesAsync(Pin[] pins, CancellationToken cancellationToken)
    {
        var folders = new List<Materializer>();
        var loads = new List<(Materializer Folder, Pin Pin, ManifestEntry Entry)>();
        try
        {
            foreach (Pin pin in pins.Where(pin => pin.Wanted.Any(entry => !entry.HasBlob)))
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

    private async Task LoadAsync(Materializer materializer, Pin pin, ManifestEntry entry, CancellationToken cancellationToken)
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

    // The manifest's digest covers every entry, so a difference means that the lockfile was edited by hand.
    private void EnsureSame(LockedArtifact block, ArtifactReferenceItem reference, Manifest manifest)
    {
        EquatableArray<LockedEntry> actual = LockfilePlan.Entries(reference, manifest);
        if (manifest.Digest != block.Digest || !block.Entries.Equals(actual))
        {
            throw LockfileErrors.Error(
                ArtifactCodes.LockfileMismatch,
                $"What the lockfile says of “{block.Requested}” is not what its manifest {block.ManifestSha256} says. Somebody changed the file: bring it back from version control, or run dotnet build -t:ArtifactUpdate.",
                session.Request.LockFile,
                session.Lockfile.Text ?? "",
                block.Requested);
        }
    }

    private sealed record Pin(ArtifactReferenceItem Reference, VersionContent Content, IReadOnlyList<ManifestEntry> Wanted);
}
