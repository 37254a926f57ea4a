using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Artifacts;

// Getting at the entries of a logged version.
public sealed partial class Artifact
{
    /// <summary>Finds an entry.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4007: there is no such entry.</exception>
    /// <exception cref="InvalidOperationException">The manifest was not fetched.</exception>
    public ArtifactEntry GetEntry(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Logged();
        string path = LogicalPath.Normalize(name);
        return Find(path) is ManifestEntry entry
            ? new ArtifactEntry(this, entry)
            : throw new ArtifactException(
                ArtifactCodes.EntryNotFound, $"“{QualifiedName}” has no entry “{LogicalPath.Printable(path)}”.");
    }

    /// <summary>W&amp;B's old name of <see cref="GetEntry"/>.</summary>
    /// <param name="name">The path of the entry.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4007: there is no such entry.</exception>
    /// <exception cref="InvalidOperationException">The manifest was not fetched.</exception>
    [Obsolete("Use GetEntry, which is the same.")]
    public ArtifactEntry GetPath(string name) => GetEntry(name);

    /// <summary>
    /// Downloads the artifact. Every byte is verified before the first file appears; files that are right already are left
    /// alone, and so are files that the manifest does not list.
    /// </summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name:version</c> in the current one.</param>
    /// <param name="allowMissingReferences">Whether references that can't be loaded are left out rather than failing.</param>
    /// <param name="pathPrefix">Only entries whose path begins with this text, as W&amp;B has it: <c>foo</c> means <c>foobar</c> too.</param>
    /// <param name="skipCache">Whether the bytes come straight from the registry, and the cache is neither asked nor filled with them.</param>
    /// <param name="cancellationToken">Cancels the download; temporary files go, and files that have their names stay.</param>
    /// <returns>The absolute path of the folder.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">
    /// ART3001, ART3002: the registry's bytes are damaged. ART3005: something is in the way. ART3009: the folder can't be
    /// written. ART2030: a reference can't be loaded.
    /// </exception>
    public async Task<string> DownloadAsync(
        string? root = null,
        bool allowMissingReferences = false,
        string? pathPrefix = null,
        bool skipCache = false,
        CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        string folder = Path.GetFullPath(root ?? DefaultRoot(logged));
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        ManifestEntry[] wanted = [.. manifest.Entries.Where(entry => entry.Path.StartsWith(pathPrefix ?? "", StringComparison.Ordinal))];
        var download = new Download(Content(logged), logged.Registry.MaxConcurrency, allowMissingReferences, logged.Registry.Progress);
        await (skipCache
            ? download.RunDirectAsync(wanted, folder, cancellationToken)
            : download.RunAsync(wanted, folder, cancellationToken)).ConfigureAwait(false);
        return folder;
    }

    /// <summary>Compares a folder with the artifact, by content. Nothing is downloaded but the manifest.</summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name:version</c> in the current one.</param>
    /// <param name="cancellationToken">Cancels the comparison, which changes nothing.</param>
    /// <returns>What is missing, different or extra; references are listed as skipped.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public async Task<VerificationResult> VerifyAsync(string? root = null, CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return await Verification
            .CompareAsync(manifest, Path.GetFullPath(root ?? DefaultRoot(logged)), logged.Registry.MaxConcurrency, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Downloads the only entry of an artifact.</summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name:version</c> in the current one.</param>
    /// <param name="cancellationToken">Cancels the download; the file does not appear.</param>
    /// <returns>The absolute path of the file.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4007: the artifact has no entry, or more than one.</exception>
    public async Task<string> DownloadFileAsync(string? root = null, CancellationToken cancellationToken = default)
    {
        Logged();
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return manifest.Entries is [ManifestEntry only]
            ? await DownloadEntryAsync(only, root, cancellationToken).ConfigureAwait(false)
            : throw new ArtifactException(
                ArtifactCodes.EntryNotFound,
                $"“{QualifiedName}” has {manifest.Count} entries, not one. Use GetEntry for one of them, or DownloadAsync for all.");
    }

    /// <summary>
    /// Makes a folder exactly the artifact: fetches its bytes, deletes every other file and every folder that is empty then, and
    /// puts the files in place.
    /// </summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name</c> in the current one.</param>
    /// <param name="cancellationToken">Cancels the checkout. The folder stays as it is while bytes are fetched; after that some files may be missing.</param>
    /// <returns>The absolute path of the folder.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART3011: the folder is one that nobody wants emptied. Otherwise as for a download.</exception>
    public async Task<string> CheckoutAsync(string? root = null, CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        string folder = Path.GetFullPath(root ?? Path.Combine("artifacts", logged.Source.Collection));
        Checkout.EnsureExpendable(folder);
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var download = new Download(Content(logged), logged.Registry.MaxConcurrency, allowMissingReferences: false, logged.Registry.Progress);
        await download.RunAsync(manifest.Entries, folder, cancellationToken, () => Checkout.RemoveOthers(folder, manifest)).ConfigureAwait(false);
        return folder;
    }

    /// <summary>The entries of the version, as W&amp;B's list of files.</summary>
    /// <param name="names">Only these paths; <see langword="null"/> for all.</param>
    /// <returns>The entries in code point order of their paths.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public ArtifactFiles Files(IEnumerable<string>? names = null)
    {
        Logged();
        return new ArtifactFiles(this, names?.Select(LogicalPath.Normalize).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What W&amp;B stores where an object refers to a version.</summary>
    /// <returns><c>_type</c>, <c>_version</c>, <c>id</c>, <c>version</c>, <c>sequenceName</c> and <c>usedAs</c>.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public JsonObject ToJson()
    {
        LoggedVersion logged = Logged();
        return new JsonObject
        {
            ["_type"] = "artifactVersion",
            ["_version"] = "v0",
            ["id"] = logged.Entry.Id,
            ["version"] = logged.Source.Suffix,
            ["sequenceName"] = logged.Source.Collection,
            ["usedAs"] = UseAs,
        };
    }

    /// <summary>
    /// Starts a draft of the collection's next version from the entries, description and metadata of this one. What is not
    /// changed is not sent again when it is logged.
    /// </summary>
    /// <param name="cancellationToken">Cancels the download of the manifest. No draft was started then.</param>
    /// <returns>The draft.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public async Task<Artifact> NewDraftAsync(CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return new Artifact(logged.Source.Collection, Type, Manifest.Parse(manifest.ToJson()), logged.Registry.Cache.CacheDirectory, logged)
        {
            Description = Description,
            Metadata = Metadata,
        };
    }

    internal async Task<string> DownloadEntryAsync(ManifestEntry entry, string? root, CancellationToken cancellationToken)
    {
        LoggedVersion logged = Logged();
        string folder = Path.GetFullPath(root ?? DefaultRoot(logged));
        var download = new Download(Content(logged), logged.Registry.MaxConcurrency, allowMissingReferences: false, logged.Registry.Progress);
        await download.RunAsync([entry], folder, cancellationToken).ConfigureAwait(false);
        return Path.Combine(folder, entry.Path.Replace('/', Path.DirectorySeparatorChar));
    }

    // W&B finds an object by its name without the suffix of its kind.
    private ManifestEntry? Find(string path)
    {
        if (Manifest.TryGet(path, out ManifestEntry? entry))
            return entry;
        foreach (string suffix in MediaKinds.Suffixes)
        {
            if (Manifest.TryGet($"{path}.{suffix}", out entry))
                return entry;
        }

        return null;
    }
}
