using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>Says which file goes where, from the lockfile alone.</summary>
internal sealed class RestoredFiles(RestoreSession session)
{
    private readonly RestoreRequest _request = session.Request;

    /// <summary>Where what references point to is kept for the build.</summary>
    public static string FolderOfReferences(RestoreRequest request, ArtifactReferenceItem reference) => Path.Combine(
        request.WorkDirectory, "artifacts", Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(reference.Requested)).Hex[..16]);

    /// <summary>
    /// Whether the last list has every file: a manifest may be gone from the cache, or a loaded reference from its folder.
    /// </summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The manifests that the last list was made from.</summary>
    public List<string> Manifests { get; } = [];

    /// <summary>Lists the files of every reference that the session's lockfile pins.</summary>
    public async Task<IReadOnlyList<RestoredFile>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new List<RestoredFile>();
        for (int i = 0; i < _request.References.Count; i++)
        {
            ArtifactReferenceItem reference = _request.References[i];
            if (session.Lockfile.Content.Find(reference.Requested) is not LockedArtifact block)
                continue;
            if (block.HasAccessors)
                AddLocked(files, i, reference, block);
            else
                await AddUnlistedAsync(files, i, reference, block, cancellationToken).ConfigureAwait(false);
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

    private void AddLocked(List<RestoredFile> files, int index, ArtifactReferenceItem reference, LockedArtifact block)
    {
        foreach (LockedEntry entry in block.Entries)
            Add(files, index, reference, entry.Path, entry.Sha256 is null ? null : Sha256Digest.Parse(entry.Sha256));
    }

    // The lockfile leaves these entries out; the manifest, which it pins, lists them.
    private async Task AddUnlistedAsync(
        List<RestoredFile> files, int index, ArtifactReferenceItem reference, LockedArtifact block, CancellationToken cancellationToken)
    {
        var digest = Sha256Digest.Parse(block.ManifestSha256);
        string path = session.Cache.Locate(digest);
        Manifests.Add(path);
        if (!session.TryGetManifest(digest, out Manifest? manifest))
        {
            // A damaged manifest is not removed here, because a design-time build, which must not write, comes here too. A fetch removes it.
            byte[] json = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : [];
            if (Sha256Digest.Of(json) != digest)
            {
                IsComplete = false;
                return;
            }

            manifest = Manifest.Parse(json);
        }

        foreach (ManifestEntry entry in EntryFilter.Apply(manifest, reference.Files, reference.PathPrefix))
            Add(files, index, reference, entry.Path, entry.HasBlob ? entry.Sha256 : null);
    }

    private void Add(List<RestoredFile> files, int index, ArtifactReferenceItem reference, string path, Sha256Digest? digest)
    {
        string target = reference.TargetPath == "." ? path : $"{reference.TargetPath}/{path}";
        string source = digest is Sha256Digest known ? session.Cache.Locate(known) : Path.Combine(FolderOfReferences(_request, reference), path);
        // A reference that may be missing has no file when it is.
        if (digest is not null || File.Exists(source))
            files.Add(new RestoredFile(source, target, digest, index));
        else if (!reference.AllowMissingReferences)
            IsComplete = false;
    }
}
