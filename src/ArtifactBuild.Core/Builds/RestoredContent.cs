using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Builds;

/// <summary>Brings the bytes of every pin into the cache, and what references point to into the build's own folder.</summary>
internal sealed class RestoredContent(RestoreRequest request, ArtifactCache cache)
{
    public int DownloadedFiles { get; private set; }

    public long DownloadedBytes { get; private set; }

    public async Task FetchAsync(Lockfile lockfile, CancellationToken cancellationToken)
    {
        cache.EnsureGeneration();
        foreach (ReferenceDeclaration reference in request.References)
        {
            LockedArtifact block = lockfile.Find(reference.Requested)!;
            ArtifactRegistry registry = request.Settings.OpenRegistry(reference.Registry);
            await using (registry.ConfigureAwait(false))
                await FetchAsync(registry, reference, block, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(
        ArtifactRegistry registry, ReferenceDeclaration reference, LockedArtifact block, CancellationToken cancellationToken)
    {
        PinnedContent content = registry.Pinned(Sha256Digest.Parse(block.ManifestSha256), $"{block.Name}:{block.Version}", !request.Offline);
        Manifest manifest = await content.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        EnsureSame(block, reference, manifest);
        IReadOnlyList<ManifestEntry> wanted = EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix);
        await content.EnsureCachedAsync(wanted.Where(entry => entry.HasStoredBytes), cancellationToken).ConfigureAwait(false);
        DownloadedFiles += content.FetchedFiles;
        DownloadedBytes += content.FetchedBytes;
        ManifestEntry[] references = [.. wanted.Where(entry => !entry.HasStoredBytes)];
        if (references.Length == 0)
            return;
        using var materializer = new Materializer(RestoredFiles.FolderOfReferences(request, reference));
        foreach (ManifestEntry entry in references)
            await LoadAsync(materializer, content, reference, entry, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadAsync(
        Materializer materializer, PinnedContent content, ReferenceDeclaration reference, ManifestEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            string path = await materializer.WriteAsync(
                entry, (stream, token) => content.LoadReferenceAsync(entry, stream, token), cancellationToken).ConfigureAwait(false);
            await ArtifactCache.MarkAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e) when (reference.AllowMissingReferences && e.Code == ArtifactCodes.ReferenceUnavailable)
        {
            File.Delete(Path.Combine(RestoredFiles.FolderOfReferences(request, reference), entry.Path));
        }
    }

    // The manifest's digest covers everything, so a lockfile that was edited by hand can't say other than it.
    private void EnsureSame(LockedArtifact block, ReferenceDeclaration reference, Manifest manifest)
    {
        EquatableArray<LockedEntry> actual = LockfilePlan.Entries(reference, manifest);
        if (manifest.Digest != block.Digest || !block.Entries.Equals(actual))
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileMismatch,
                $"What the lockfile says of “{block.Requested}” is not what its manifest {block.ManifestSha256} says. Somebody changed the file: bring it back from version control, or run dotnet build -t:ArtifactUpdate.",
                request.LockFile);
        }
    }
}
