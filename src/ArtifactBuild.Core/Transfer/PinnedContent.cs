using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;
using ArtifactBuild.Registries;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Transfer;

/// <summary>
/// The bytes of one version, known by the SHA-256 of its manifest: from the cache where they are, else from the registry into
/// the cache. Every byte is covered by that one digest.
/// </summary>
public sealed class PinnedContent
{
    private const long MaxManifestSize = 1024L * 1024 * 1024;

    private readonly RegistryContext _context;
    private readonly Sha256Digest _manifestDigest;
    private readonly string _name;
    private readonly bool _allowRegistry;
    private Manifest? _manifest;
    private int _fetchedFiles;
    private long _fetchedBytes;

    internal PinnedContent(RegistryContext context, Sha256Digest manifest, string name, bool allowRegistry)
    {
        _context = context;
        _manifestDigest = manifest;
        _name = name;
        _allowRegistry = allowRegistry;
    }

    /// <summary>The number of files that came from the registry.</summary>
    public int FetchedFiles => _fetchedFiles;

    /// <summary>The number of bytes that came from the registry.</summary>
    public long FetchedBytes => _fetchedBytes;

    /// <summary>Reads the manifest and makes sure that it can be restored.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactException">
    /// ART2006, ART2020: it is nowhere to be had. ART3001: its bytes are not the pinned ones. ART3004, ART3006, ART3007: it can't
    /// be restored.
    /// </exception>
    public async Task<Manifest> GetManifestAsync(CancellationToken cancellationToken)
    {
        if (_manifest is not null)
            return _manifest;
        string path = await _context.Cache.FindVerifiedAsync(_manifestDigest, cancellationToken).ConfigureAwait(false)
            ?? await FetchAsync(
                RegistryLayout.Manifest(_manifestDigest), _manifestDigest, null, $"The manifest of “{_name}”", cancellationToken)
                .ConfigureAwait(false);
        Manifest manifest = Manifest.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        RestorableManifest.Ensure(manifest, _name);
        return _manifest = manifest;
    }

    /// <summary>Makes sure that the cache has a file's right bytes.</summary>
    /// <param name="entry">An entry of the manifest that is no reference.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The path of the bytes in the cache.</returns>
    /// <exception cref="ArtifactException">
    /// ART2006, ART2020: they are nowhere to be had. ART3001, ART3002: the registry's bytes are not the right ones.
    /// </exception>
    public async Task<string> EnsureCachedAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Sha256Digest digest = entry.Sha256!.Value;
        string? path = await _context.Cache.FindVerifiedAsync(digest, cancellationToken).ConfigureAwait(false);
        if (path is not null)
        {
            EnsureSize(entry, path);
            return path;
        }

        path = await FetchAsync(
            RegistryLayout.Blob(digest), digest, entry.StoredSize, $"“{entry.Path}” of “{_name}”", cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _fetchedFiles);
        Interlocked.Add(ref _fetchedBytes, entry.StoredSize!.Value);
        return path;
    }

    /// <summary>Makes sure that the cache has the right bytes of many files, several at a time.</summary>
    /// <param name="entries">Entries of the manifest that are no references.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>For each SHA-256 the path of its bytes in the cache.</returns>
    /// <exception cref="ArtifactException">As for one file.</exception>
    public async Task<IReadOnlyDictionary<Sha256Digest, string>> EnsureCachedAsync(
        IEnumerable<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        _context.Cache.ClearDead();
        var paths = new System.Collections.Concurrent.ConcurrentDictionary<Sha256Digest, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = _context.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries.DistinctBy(entry => (entry.Sha256, entry.StoredSize)), options, async (entry, token) =>
        {
            paths[entry.Sha256!.Value] = await EnsureCachedAsync(entry, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return paths;
    }

    /// <summary>Reads an entry whole, through the cache when the registry keeps its bytes.</summary>
    /// <exception cref="FormatException">It is larger than the limit.</exception>
    /// <exception cref="ArtifactException">As for a download.</exception>
    internal async Task<byte[]> ReadAsync(ManifestEntry entry, long limit, CancellationToken cancellationToken)
    {
        if ((entry.StoredSize ?? entry.Size) > limit)
            throw new FormatException($"“{entry.Path}” has more than {limit} bytes");
        if (!entry.HasStoredBytes)
            return await EntryBuffer.ReadAsync(entry, limit, stream => LoadReferenceAsync(entry, stream, cancellationToken)).ConfigureAwait(false);
        string path = await EnsureCachedAsync(entry, cancellationToken).ConfigureAwait(false);
        byte[] bytes = await _context.Cache.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        return Sha256Digest.Of(bytes) == entry.Sha256
            ? bytes
            : throw new ArtifactException(
                ArtifactCodes.DigestMismatch,
                $"The cache's “{entry.Path}” of “{_name}” changed while it was read. Something else writes to the cache; try again.");
    }

    /// <summary>Writes what a reference points to.</summary>
    internal async Task LoadReferenceAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        ManifestEntry target = ArtifactReferences.Parse(entry.Ref) is (string id, string path)
            ? await VersionById.FindEntryAsync(_context, id, path, entry, cancellationToken).ConfigureAwait(false)
            : entry;
        EnsureAllowed(target);
        await _context.References.For(target.Ref!).LoadAsync(target, destination, cancellationToken).ConfigureAwait(false);
    }

    // Who can write to a registry on the network must not be able to read files of whoever restores from it.
    private void EnsureAllowed(ManifestEntry entry)
    {
        if (!_context.AllowFileReferences && ObjectStores.SchemeOf(entry.Ref!) == "file")
        {
            throw new ArtifactException(
                ArtifactCodes.LocalReferenceRefused,
                $"“{entry.Path}” of “{_name}” points to {LogicalPath.Printable(entry.Ref!)}, a file of this machine, and the registry {_context.Store.Address} is on the network. Set ArtifactAllowFileReferences to true if you trust whoever writes to it.");
        }
    }

    // The bytes are right, so a size that is not theirs is a lie of the manifest.
    private void EnsureSize(ManifestEntry entry, string path)
    {
        long size = new FileInfo(path).Length;
        if (size != entry.StoredSize)
        {
            throw new ArtifactException(
                ArtifactCodes.SizeMismatch,
                $"The manifest gives “{entry.Path}” of “{_name}” {entry.StoredSize} bytes, and its content has {size}. The manifest was tampered with; log the artifact again.");
        }
    }

    /// <summary>Writes a file's bytes as they come from the registry, verified, and leaves the cache alone.</summary>
    internal async Task CopyAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        Sha256Digest digest = entry.Sha256!.Value;
        string what = $"“{entry.Path}” of “{_name}”";
        StoredObject found = await OpenAsync(RegistryLayout.Blob(digest), what, cancellationToken).ConfigureAwait(false);
        await using (found.ConfigureAwait(false))
        {
            await StreamDigest.CopyVerifiedAsync(found.Content, destination, digest, entry.StoredSize!.Value, what, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<string> FetchAsync(
        string key, Sha256Digest digest, long? size, string what, CancellationToken cancellationToken)
    {
        StoredObject found = await OpenAsync(key, what, cancellationToken).ConfigureAwait(false);
        await using (found.ConfigureAwait(false))
        {
            long expected = size ?? Math.Min(found.Info.Size, MaxManifestSize);
            return await _context.Cache.AddAsync(digest, expected, found.Content, what, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<StoredObject> OpenAsync(string key, string what, CancellationToken cancellationToken)
    {
        if (!_allowRegistry)
        {
            throw new ArtifactException(
                ArtifactCodes.OfflineMiss,
                $"{what} is not in the cache {_context.Cache.CacheDirectory}, and the build is offline. Build once with ArtifactOffline=false, or bring a filled cache.");
        }

        return await _context.Store.GetAsync(key, null, cancellationToken).ConfigureAwait(false) ?? throw new ArtifactException(
            ArtifactCodes.ObjectMissing,
            $"{what} is not in the registry {_context.Store.Address} (“{key}”). Check that it is the registry in which the version was logged.");
    }
}
