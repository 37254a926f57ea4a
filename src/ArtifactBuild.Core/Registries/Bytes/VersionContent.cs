using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>
/// The bytes of one version, known by the SHA-256 of its manifest: from the cache where they are, else from the registry into
/// the cache. Every byte is covered by that one digest.
/// </summary>
internal sealed class VersionContent
{
    private const long MaxManifestSize = 1024L * 1024 * 1024;

    // More memory than this is taken only when the bytes come, and not because a server says that they will.
    private const long MaxTrustedSize = 16L * 1024 * 1024;

    private readonly RegistryContext _context;
    private readonly Sha256Digest _manifestDigest;
    private readonly string _name;
    private readonly bool _allowRegistry;
    private readonly ReferenceTarget _targets;
    private Manifest? _manifest;

    internal VersionContent(RegistryContext context, Sha256Digest manifest, string name, bool allowRegistry)
    {
        _context = context;
        _manifestDigest = manifest;
        _name = name;
        _allowRegistry = allowRegistry;
        _targets = new ReferenceTarget(context);
    }

    /// <summary>Reads the manifest and makes sure that it can be restored.</summary>
    /// <param name="cancellationToken">Cancels the fetch of the manifest; the cache keeps no part of it.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactException">
    /// ART2006, ART2020: it is nowhere to be had. ART3001: its bytes are not the pinned ones. ART3004, ART3006, ART3007: it can't
    /// be restored.
    /// </exception>
    public async Task<Manifest> GetManifestAsync(CancellationToken cancellationToken)
    {
        if (_manifest is not null)
            return _manifest;
        ReadOnlyMemory<byte> json = await _context.Cache.ReadOrFetchAsync(_manifestDigest, FetchManifestAsync, cancellationToken).ConfigureAwait(false);
        Manifest manifest = Manifest.Parse(json.Span);
        RestorableManifest.Ensure(manifest, _name);
        return _manifest = manifest;
    }

    /// <summary>Makes sure that the cache has a file's right bytes.</summary>
    /// <param name="entry">An entry of the manifest whose bytes the registry keeps.</param>
    /// <param name="cancellationToken">Cancels the fetch; the cache keeps whole files, and the chunks of a large one for the next fetch.</param>
    /// <returns>The path of the bytes in the cache.</returns>
    /// <exception cref="ArtifactException">
    /// ART2006, ART2020: they are nowhere to be had. ART3001, ART3002: the registry's bytes are not the right ones.
    /// </exception>
    public async Task<string> EnsureCachedAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await EnsureCachedAsync([entry], cancellationToken).ConfigureAwait(false);
        return _context.Cache.Locate(entry.Blob.Digest);
    }

    /// <summary>Makes sure that the cache has the right bytes of many files, several at a time.</summary>
    /// <param name="entries">Entries of the manifest whose bytes the registry keeps.</param>
    /// <param name="cancellationToken">Cancels the fetches; the cache keeps whole files, and the chunks of large ones for the next fetch.</param>
    /// <returns>For each SHA-256 the path of its bytes in the cache.</returns>
    /// <exception cref="ArtifactException">As for one file.</exception>
    public async Task<IReadOnlyDictionary<Sha256Digest, string>> EnsureCachedAsync(
        IEnumerable<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ManifestEntry[] wanted = [.. entries];
        await FillCacheAsync(wanted, verify: true, cancellationToken).ConfigureAwait(false);
        return wanted.DistinctBy(entry => entry.Sha256).ToDictionary(entry => entry.Blob.Digest, entry => _context.Cache.Locate(entry.Blob.Digest));
    }

    /// <summary>The SHA-256 of the manifest.</summary>
    internal Sha256Digest ManifestDigest => _manifestDigest;

    /// <summary>The cache that the bytes go through.</summary>
    internal ArtifactCache Cache => _context.Cache;

    /// <summary>How many units of work run at once.</summary>
    internal int MaxConcurrency => _context.MaxConcurrency;

    internal Task<IReadOnlyList<Blob>> FillCacheAsync(
        IEnumerable<ManifestEntry> entries,
        bool verify,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<ManifestEntry, StagedCopy>? copies = null) =>
        new CacheFill(_context.Cache, _context.MaxConcurrency, _context.Progress)
            .RunAsync(entries.Select(entry => (this, entry)), verify, copies, cancellationToken);

    /// <summary>The fetch of an entry's bytes, to be run in a queue.</summary>
    internal FetchJob NewFetch(ManifestEntry entry, IFetchTarget target, StagedCopy? copy, ProgressMeter meter)
    {
        string key = RegistryLayout.Blob(entry.Blob.Digest);
        string what = $"“{entry.Path}” of “{_name}”";
        return new FetchJob(entry.Blob, (range, token) => OpenAsync(key, range, what, token), target, copy, what, meter);
    }

    /// <summary>Reads an entry whole, through the cache when the registry keeps its bytes.</summary>
    /// <exception cref="FormatException">It is larger than the limit.</exception>
    /// <exception cref="ArtifactException">As for a download.</exception>
    internal async Task<byte[]> ReadAsync(ManifestEntry entry, long limit, CancellationToken cancellationToken)
    {
        if ((entry.StoredSize ?? entry.Size) > limit)
            throw new FormatException($"“{entry.Path}” has more than {limit} bytes");
        if (!entry.HasBlob)
            return await EntryBuffer.ReadAsync(entry, limit, stream => LoadReferenceAsync(entry, stream, cancellationToken)).ConfigureAwait(false);
        await EnsureCachedAsync(entry, cancellationToken).ConfigureAwait(false);
        return await _context.Cache.ReadVerifiedAsync(entry.Blob.Digest, cancellationToken).ConfigureAwait(false) ?? throw Unstable(entry);
    }

    /// <summary>Writes what a reference points to.</summary>
    internal async Task LoadReferenceAsync(ManifestEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        ManifestEntry target = ArtifactReferences.Parse(entry.Ref) is (string id, string path)
            ? await _targets.FindEntryAsync(id, path, entry, cancellationToken).ConfigureAwait(false)
            : entry;
        EnsureAllowed(target);
        await _context.References.For(target.Ref!).LoadAsync(target, destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The content of the version that a reference to another artifact's entry leads to.</summary>
    /// <exception cref="ArtifactException">ART2030: the registry has no such version or entry any more.</exception>
    internal async Task<VersionContent> OfTargetAsync(ManifestEntry reference, CancellationToken cancellationToken)
    {
        (string id, string path) = ArtifactReferences.Parse(reference.Ref)!.Value;
        (VersionContent target, _) = await _targets.FindTargetAsync(id, path, reference, cancellationToken).ConfigureAwait(false);
        return target;
    }

    // Who can write to a registry on the network must not be able to read files of whoever restores from it.
    private void EnsureAllowed(ManifestEntry entry)
    {
        if (!_context.AllowFileReferences && ObjectStores.SchemeOf(entry.Ref!) == "file")
        {
            throw new ArtifactException(
                ArtifactCodes.LocalReferenceRefused,
                $"“{entry.Path}” of “{_name}” points to {LogicalPath.Printable(entry.Ref!)}, a file of this machine, and the registry {_context.Store.Address} is on the network. Set ArtifactAllowFileReferences to true, or give --allow-file-references to the tool, if you trust whoever writes to it.");
        }
    }

    /// <summary>The error for an entry whose SHA-256 is that of the cached bytes, while its size or its chunks are not.</summary>
    internal ArtifactException Contradiction(ManifestEntry entry, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return Unstable(entry);
        long size = file.Length;
        return size == entry.StoredSize
            ? new ArtifactException(
                ArtifactCodes.DigestMismatch,
                $"The manifest gives “{entry.Path}” of “{_name}” chunk digests that are not those of its content. The manifest was tampered with; log the artifact again.")
            : new ArtifactException(
                ArtifactCodes.SizeMismatch,
                $"The manifest gives “{entry.Path}” of “{_name}” {entry.StoredSize} bytes, and its content has {size}. The manifest was tampered with; log the artifact again.");
    }

    /// <summary>The error for a content that is not in the cache just after it was put there.</summary>
    internal ArtifactException Unstable(ManifestEntry entry) => new(
        ArtifactCodes.DigestMismatch,
        $"The cache's “{entry.Path}” of “{_name}” changed while it was read. Something else writes to the cache; try again.");

    private async Task<ReadOnlyMemory<byte>> FetchManifestAsync(CancellationToken cancellationToken)
    {
        string what = $"The manifest of “{_name}”";
        for (int attempt = 1; ; attempt++)
        {
            StoredObject found = await OpenAsync(RegistryLayout.Manifest(_manifestDigest), null, what, cancellationToken).ConfigureAwait(false);
            await using (found.ConfigureAwait(false))
            {
                try
                {
                    long size = Math.Clamp(found.Info.Size, 0, MaxManifestSize);
                    using var json = new MemoryStream((int)Math.Min(size, MaxTrustedSize));
                    await StreamDigest.CopyVerifiedAsync(found.Content, json, _manifestDigest, size, what, cancellationToken).ConfigureAwait(false);
                    return json.GetBuffer().AsMemory(0, (int)json.Length);
                }
                catch (ArtifactException e) when (attempt < FetchJob.MaxAttempts && e.Code is (ArtifactCodes.DigestMismatch or ArtifactCodes.SizeMismatch))
                {
                    // It may have been damaged on the way.
                }
            }
        }
    }

    private async Task<StoredObject> OpenAsync(string key, ByteRange? range, string what, CancellationToken cancellationToken)
    {
        if (!_allowRegistry)
        {
            throw new ArtifactException(
                ArtifactCodes.OfflineMiss,
                $"{what} is not in the cache {_context.Cache.CacheDirectory}, and the build is offline. Build once with ArtifactOffline=false, or bring a filled cache.");
        }

        if (await _context.Store.GetAsync(key, range, cancellationToken).ConfigureAwait(false) is StoredObject content)
            return content;
        throw new ArtifactException(ArtifactCodes.ObjectMissing, await _context.ExistsAsync(cancellationToken).ConfigureAwait(false)
            ? $"{what} is not in the registry {_context.Store.Address} (“{key}”). Check that it is the registry in which the version was logged."
            : $"{what} can't be fetched: there is no registry at {_context.Store.Address}. Set ArtifactRegistry, ARTIFACT_REGISTRY or --registry to the registry in which the version was logged.");
    }
}
