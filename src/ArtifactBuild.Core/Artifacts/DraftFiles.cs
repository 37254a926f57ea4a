using System.Security.Cryptography;
using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Artifacts;

/// <summary>The entries of a draft and the copies of their bytes, which go with the draft.</summary>
internal sealed class DraftFiles(ArtifactCache cache, Manifest manifest, IReferenceHandler drafts) : IObjectSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ManifestEntry> _byLocalPath = new(StringComparer.Ordinal);
    private readonly Dictionary<object, ManifestEntry> _byObject = new(ReferenceEqualityComparer.Instance);
    private TemporaryFolder? _staging;
    private bool _disposed;

    public Manifest Manifest { get; } = manifest;

    /// <summary>What reads the references that are added.</summary>
    public ReferenceHandlers References { get; } = new(RemoteOptions.Default, drafts);

    /// <summary>Adds files, several at once: all of them or, when one fails, none.</summary>
    /// <returns>The entries in the order of the files.</returns>
    /// <exception cref="ArtifactException">ART4001: a file can't be read or copied. ART4005: a path has other content already.</exception>
    public async Task<ManifestEntry[]> AddAsync(
        IReadOnlyList<(string LocalPath, string Path)> files, FileAddition how, CancellationToken cancellationToken)
    {
        var staged = new (string LocalPath, ManifestEntry Entry)[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, files.Count, options, async (i, token) =>
            {
                (string localPath, string path) = files[i];
                staged[i] = (localPath, await StageAsync(localPath, path, how, token).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        catch
        {
            foreach ((_, ManifestEntry? entry) in staged.Where(file => file.Entry is not null))
                Release(entry);
            throw;
        }

        Add(staged, how.Overwrite);
        return Array.ConvertAll(staged, file => file.Entry);
    }

    /// <summary>Stages bytes that are in memory.</summary>
    public ManifestEntry Stage(string path, ReadOnlySpan<byte> content, bool isTemporary)
    {
        string staged = NewStagedPath();
        using (FileStream file = SequentialFile.CreateNew(staged))
            file.Write(content);
#pragma warning disable CA5351 // W&B's entry digest is an MD5; it names the content, SHA-256 protects it.
        string md5 = Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351
        return new ManifestEntry
        {
            Path = isTemporary ? TemporaryName(path, md5) : path,
            Digest = md5,
            Size = content.Length,
            Sha256 = Sha256Digest.Of(content),
            LocalPath = staged,
        };
    }

    /// <summary>Adds staged files and remembers where the caller had them.</summary>
    public void Add(IReadOnlyList<(string LocalPath, ManifestEntry Entry)> staged, bool overwrite)
    {
        try
        {
            Manifest.Add([.. staged.Select(file => file.Entry)], overwrite);
        }
        catch (ArtifactException)
        {
            foreach ((_, ManifestEntry entry) in staged)
                Release(entry);
            throw;
        }

        lock (_lock)
        {
            foreach ((string localPath, ManifestEntry entry) in staged)
                _byLocalPath[localPath] = entry;
        }
    }

    /// <summary>Adds the staged JSON of an object; an entry of the same path and content stays as it is.</summary>
    /// <returns>The entry that is there now.</returns>
    public ManifestEntry Add(object item, ManifestEntry staged, bool overwrite)
    {
        ManifestEntry entry = staged;
        if (Manifest.TryGet(staged.Path, out ManifestEntry? present) && present.Digest == staged.Digest)
        {
            Release(staged);
            entry = present;
        }
        else
        {
            Add([(staged.LocalPath!, staged)], overwrite);
        }

        lock (_lock)
            _byObject[item] = entry;
        return entry;
    }

    bool IObjectSink.Has(ManifestEntry entry) => Manifest.TryGet(entry.Path, out ManifestEntry? present) && present.Digest == entry.Digest;

    void IObjectSink.Add(ManifestEntry entry) => Manifest.Add([entry]);

    ManifestEntry IObjectSink.AddFile(string path, ReadOnlySpan<byte> content, bool isTemporary)
    {
        ManifestEntry entry = Stage(path, content, isTemporary);
        Add([(entry.LocalPath!, entry)], overwrite: false);
        return entry;
    }

    /// <summary>The entry of an object that was added before, and not removed since.</summary>
    public ManifestEntry? FindByObject(object item)
    {
        ManifestEntry? entry;
        lock (_lock)
            entry = _byObject.GetValueOrDefault(item);
        return entry is not null && Manifest.TryGet(entry.Path, out ManifestEntry? present) && present.Digest == entry.Digest ? entry : null;
    }

    public ManifestEntry? FindByLocalPath(string localPath)
    {
        lock (_lock)
            return _byLocalPath.GetValueOrDefault(localPath);
    }

    /// <summary>A path for bytes that belong to the draft, on the volume of the cache.</summary>
    public string NewStagedPath()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (_staging ??= cache.NewTemporaryFolder()).NewPath();
        }
    }

    /// <summary>Deletes the copy that was staged for an entry, which is not added.</summary>
    public void Release(ManifestEntry entry)
    {
        if (_staging is not null && entry.LocalPath?.StartsWith(_staging.FolderPath, StringComparison.Ordinal) == true)
            File.Delete(entry.LocalPath);
    }

    /// <summary>Moves the staged files of a logged draft into the cache, which copies nothing. When the cache can't be written, they are not kept.</summary>
    public void MoveToCache()
    {
        try
        {
            AdoptStaged();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // The version is logged already, so its files can be fetched from the registry.
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            References.Dispose();
            _staging?.Dispose();
            _staging = null;
        }
    }

    // The digest is of the bytes that will be logged, so a file that may change is copied first.
    private async Task<ManifestEntry> StageAsync(string localPath, string path, FileAddition how, CancellationToken cancellationToken)
    {
        try
        {
            (ContentDigests digests, string bytesPath) = how.Policy == StoragePolicy.Immutable
                ? (await ContentHasher.HashFileAsync(localPath, cancellationToken).ConfigureAwait(false), Path.GetFullPath(localPath))
                : await CopyAsync(localPath, cancellationToken).ConfigureAwait(false);
            return new ManifestEntry
            {
                Path = how.IsTemporary ? TemporaryName(path, digests.Md5) : path,
                Digest = digests.Md5,
                Size = digests.Size,
                Sha256 = digests.Sha256,
                Chunks = digests.Chunks,
                LocalPath = bytesPath,
                SkipCache = how.SkipCache,
            };
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw new ArtifactException(
                ArtifactCodes.SourceMissing,
                $"“{localPath}” could not be added: {e.Message} Check that it may be read and that the disk of the cache has space.",
                e);
        }
    }

    private async Task<(ContentDigests Digests, string Path)> CopyAsync(string localPath, CancellationToken cancellationToken)
    {
        string staged = NewStagedPath();
        try
        {
            FileStream source = SequentialFile.OpenRead(localPath);
            await using (source.ConfigureAwait(false))
            {
                FileStream copy = SequentialFile.CreateNew(staged);
                await using (copy.ConfigureAwait(false))
                    return (await ContentHasher.HashAsync(source, copy, cancellationToken).ConfigureAwait(false), staged);
            }
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    private void AdoptStaged()
    {
        foreach (ManifestEntry entry in Manifest.Entries)
        {
            bool isStaged = _staging is not null && entry.LocalPath?.StartsWith(_staging.FolderPath, StringComparison.Ordinal) == true;
            if (isStaged && !entry.SkipCache && entry.Sha256 is Sha256Digest digest && File.Exists(entry.LocalPath))
                cache.Adopt(entry.LocalPath!, digest);
        }
    }

    // W&B replaces what stands before the first dot of the file name by 20 hexadecimal digits of the MD5.
    private static string TemporaryName(string path, string md5)
    {
        int name = path.LastIndexOf('/') + 1;
        int dot = path.IndexOf('.', name);
        string hex = Convert.ToHexStringLower(Convert.FromBase64String(md5))[..20];
        return path[..name] + hex + (dot < 0 ? "" : path[dot..]);
    }
}

/// <summary>How files are added to a draft.</summary>
/// <param name="Policy">Whether the files may change before the draft is logged.</param>
/// <param name="IsTemporary">Whether the content gives the files their names.</param>
/// <param name="SkipCache">Whether the bytes are kept out of the cache.</param>
/// <param name="Overwrite">Whether entries of the same path with other content are replaced.</param>
internal sealed record FileAddition(StoragePolicy Policy, bool IsTemporary, bool SkipCache, bool Overwrite);
