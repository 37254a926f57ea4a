using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>Says which file goes where, from the lockfile alone.</summary>
internal sealed class RestoredFiles(RestoreRequest request, ArtifactCache cache)
{
    /// <summary>Where what references point to is kept for the build.</summary>
    public static string FolderOfReferences(RestoreRequest request, ArtifactReferenceItem reference) => Path.Combine(
        request.WorkDirectory, "artifacts", Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(reference.Requested)).Hex[..16]);

    /// <summary>
    /// Whether the last list has every file: a manifest may be gone from the cache, or a loaded reference from its folder.
    /// </summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The manifests that the last list was made from.</summary>
    public List<string> Manifests { get; } = [];

    /// <summary>Lists the files of every reference that a lockfile pins.</summary>
    /// <param name="lockfile">The lockfile.</param>
    /// <param name="opened">The pins of all references when they are open; nothing when the lockfile and the cache have to do.</param>
    /// <param name="cancellationToken">Cancels the reads of manifests and the hashing.</param>
    public async Task<IReadOnlyList<RestoredFile>> ListAsync(
        Lockfile lockfile, IReadOnlyList<OpenedPin>? opened, CancellationToken cancellationToken)
    {
        var files = new List<RestoredFile>();
        for (int i = 0; i < request.References.Count; i++)
        {
            if (lockfile.Find(request.References[i].Requested) is not LockedArtifact block)
                continue;
            if (block.HasAccessors)
                AddLocked(files, i, block);
            else
                await AddUnlistedAsync(files, i, block, opened?[i], cancellationToken).ConfigureAwait(false);
        }

        return files;
    }

    /// <exception cref="ArtifactException">ART1003: two references want the same place.</exception>
    public static void EnsureDistinct(IReadOnlyList<RestoredFile> files, RestoreRequest request)
    {
        var places = new Dictionary<string, RestoredFile>(StringComparer.OrdinalIgnoreCase);
        foreach (RestoredFile file in files)
        {
            if (!places.TryAdd(file.Target, file) && places[file.Target].Source != file.Source)
                throw Clash(places[file.Target], file, $"both have “{file.Target}”");
        }

        foreach (RestoredFile file in files)
        {
            for (int end = file.Target.LastIndexOf('/'); end > 0; end = file.Target.LastIndexOf('/', end - 1))
            {
                // Within an artifact no path is a folder of another one.
                if (places.TryGetValue(file.Target[..end], out RestoredFile other))
                    throw Clash(other, file, $"clash: “{other.Target}” is a file of the one and a folder of the other");
            }
        }

        ArtifactException Clash(RestoredFile one, RestoredFile another, string how) => new(
            ArtifactCodes.DuplicateReference,
            $"“{request.References[one.Reference].Requested}” and “{request.References[another.Reference].Requested}” {how}. Give one of them another TargetPath.")
        {
            Reference = another.Reference,
        };
    }

    private void AddLocked(List<RestoredFile> files, int index, LockedArtifact block)
    {
        foreach (LockedEntry entry in block.Entries)
            Add(files, index, entry.Path, entry.Sha256 is null ? null : Sha256Digest.Parse(entry.Sha256));
    }

    // The lockfile leaves these entries out; the manifest, which it pins, lists them.
    private async Task AddUnlistedAsync(
        List<RestoredFile> files, int index, LockedArtifact block, OpenedPin? opened, CancellationToken cancellationToken)
    {
        var digest = Sha256Digest.Parse(block.ManifestSha256);
        string path = cache.Locate(digest);
        Manifests.Add(path);
        ArtifactReferenceItem reference = request.References[index];
        IReadOnlyList<ManifestEntry>? wanted = opened?.Wanted;
        if (wanted is null)
        {
            // A damaged manifest is not removed here, because a design-time build, which must not write, comes here too. A fetch removes it.
            byte[] json = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : [];
            if (Sha256Digest.Of(json) != digest)
            {
                IsComplete = false;
                return;
            }

            wanted = EntryFilter.Apply(Manifest.Parse(json), reference.Files, reference.PathPrefix);
        }

        foreach (ManifestEntry entry in wanted)
            Add(files, index, entry.Path, entry.HasBlob ? entry.Sha256 : null);
    }

    private void Add(List<RestoredFile> files, int index, string path, Sha256Digest? digest)
    {
        ArtifactReferenceItem reference = request.References[index];
        string target = reference.TargetPath == "." ? path : $"{reference.TargetPath}/{path}";
        string source = digest is Sha256Digest known ? cache.Locate(known) : Path.Combine(FolderOfReferences(request, reference), path);
        // A reference that may be missing has no file when it is.
        if (digest is not null || File.Exists(source))
            files.Add(new RestoredFile(source, target, digest, index));
        else if (!reference.AllowMissingReferences)
            IsComplete = false;
    }
}
