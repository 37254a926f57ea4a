using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Settings;
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
/// own folder.
/// </summary>
internal sealed class RestoredContent(RestoreRequest request, ArtifactCache cache) : IAsyncDisposable
{
    private readonly RegistryPool _registries = new(request.Settings);

    /// <summary>Whether what references point to is loaded as well; it goes to a build's own folder, not to the cache.</summary>
    public bool LoadsReferences { get; init; } = true;

    public int DownloadedFiles { get; private set; }

    public long DownloadedBytes { get; private set; }

    public async Task FetchAsync(Lockfile lockfile, CancellationToken cancellationToken)
    {
        cache.EnsureGeneration();
        var pins = new Pin[request.References.Count];
        await Parallel.ForAsync(0, pins.Length, cancellationToken, async (i, token) =>
        {
            ReferenceDeclaration reference = request.References[i];
            pins[i] = await FailureMark.RunAsync(i, () => OpenAsync(reference, lockfile.Find(reference.Requested)!, token)).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await new CacheFill(cache, pins.Select(pin => pin.Content.MaxConcurrency).DefaultIfEmpty(1).Max(), request.Settings.Progress)
            .RunAsync(
                pins.SelectMany(pin => pin.Wanted.Where(entry => entry.HasBlob).Select(entry => (pin.Content, entry))),
                verify: true,
                copies: null,
                cancellationToken).ConfigureAwait(false);
        // An archive of a cache may have lost the times, by which a build knows whether a copy is right.
        foreach (Sha256Digest digest in pins.SelectMany(pin => pin.Wanted).Where(entry => entry.HasBlob).Select(entry => entry.Blob.Digest))
            ArtifactCache.MendTime(cache.Locate(digest), digest);
        DownloadedFiles = pins.Sum(pin => pin.Content.FetchedFiles);
        DownloadedBytes = pins.Sum(pin => pin.Content.FetchedBytes);
        foreach (Pin pin in LoadsReferences ? pins : [])
            await LoadReferencesAsync(pin, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _registries.DisposeAsync();

    private async Task<Pin> OpenAsync(ReferenceDeclaration reference, LockedArtifact block, CancellationToken cancellationToken)
    {
        PinnedContent content = _registries.Open(reference.Registry)
            .Pinned(Sha256Digest.Parse(block.ManifestSha256), $"{block.Name}:{block.Version}", !request.Offline);
        Manifest manifest = await content.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        EnsureSame(block, reference, manifest);
        return new Pin(reference, content, EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix));
    }

    private async Task LoadReferencesAsync(Pin pin, CancellationToken cancellationToken)
    {
        ManifestEntry[] references = [.. pin.Wanted.Where(entry => !entry.HasBlob)];
        if (references.Length == 0)
            return;
        using var materializer = new Materializer(RestoredFiles.FolderOfReferences(request, pin.Reference));
        await Parallel.ForEachAsync(
            references, cancellationToken, (entry, token) => LoadAsync(materializer, pin, entry, token)).ConfigureAwait(false);
    }

    private async ValueTask LoadAsync(Materializer materializer, Pin pin, ManifestEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            string path = await materializer.WriteAsync(
                entry, (stream, token) => pin.Content.LoadReferenceAsync(entry, stream, token), cancellationToken).ConfigureAwait(false);
            await ArtifactCache.MarkAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e) when (pin.Reference.AllowMissingReferences && e.Code == ArtifactCodes.ReferenceUnavailable)
        {
            File.Delete(Path.Combine(RestoredFiles.FolderOfReferences(request, pin.Reference), entry.Path));
        }
    }

    // The manifest's digest covers everything, so a lockfile that was edited by hand can't say other than it.
    private void EnsureSame(LockedArtifact block, ReferenceDeclaration reference, Manifest manifest)
    {
        EquatableArray<LockedEntry> actual = LockfilePlan.Entries(reference, manifest);
        if (manifest.Digest != block.Digest || !block.Entries.Equals(actual))
        {
            throw LockfilePlace.Error(
                ArtifactCodes.LockfileMismatch,
                $"What the lockfile says of “{block.Requested}” is not what its manifest {block.ManifestSha256} says. Somebody changed the file: bring it back from version control, or run dotnet build -t:ArtifactUpdate.",
                request.LockFile,
                LockfileStorage.ReadText(request.LockFile) ?? "",
                block.Requested);
        }
    }

    private sealed record Pin(ReferenceDeclaration Reference, PinnedContent Content, IReadOnlyList<ManifestEntry> Wanted);
}
