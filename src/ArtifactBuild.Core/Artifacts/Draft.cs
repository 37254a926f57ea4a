using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Artifacts;

/// <summary>An artifact that is being put together: entries are added and removed, until a log makes a version of them.</summary>
internal sealed class Draft : IDisposable
{
    private readonly ArtifactCache _cache;
    private readonly DraftFiles _files;
    private bool _ended;

    public Draft(string name, string type, Manifest manifest, string? cacheDirectory)
    {
        Name = name;
        Type = type;
        _cache = new ArtifactCache(cacheDirectory);
        _files = new DraftFiles(_cache, manifest, DraftReferences.OfProcess);
        Entries = manifest;
    }

    /// <summary>The name of the collection.</summary>
    public string Name { get; }

    public string Type { get; }

    /// <summary>What reads the references that are added.</summary>
    public ReferenceHandlers References => _files.References;

    private Manifest Manifest => _files.Manifest;

    /// <summary>The version that the draft was made from, if it was.</summary>
    public LoggedVersion? Base { get; init; }

    /// <summary>The version that a log made of the draft, or found with the same content.</summary>
    public LoggedVersion? Logged { get; private set; }

    /// <summary>The entries of the draft, or of the version that it has become.</summary>
    public Manifest Entries { get; private set; }

    /// <summary>Refuses every later change.</summary>
    public void End()
    {
        _ended = true;
        Manifest.Seal();
    }

    /// <exception cref="ArtifactFinalizedException">The draft has ended.</exception>
    public Draft Open(string member) => _ended ? throw new ArtifactFinalizedException(member) : this;

    public async Task<ManifestEntry> AddFileAsync(
        string localPath,
        string? name,
        bool isTemporary,
        bool skipCache,
        StoragePolicy policy,
        bool overwrite,
        CancellationToken cancellationToken)
    {
        if (!File.Exists(localPath))
            throw Missing("file", localPath);
        string path = LogicalPath.NormalizeSafe(string.IsNullOrEmpty(name) ? Path.GetFileName(localPath) : name);
        var how = new FileAddition(policy, isTemporary, skipCache, overwrite);
        return (await _files.AddAsync([(localPath, path)], how, cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task<IReadOnlyList<ManifestEntry>> AddDirectoryAsync(
        string localPath, string? name, bool skipCache, StoragePolicy policy, bool overwrite, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(localPath))
            throw Missing("directory", localPath);
        var how = new FileAddition(policy, IsTemporary: false, skipCache, overwrite);
        return await _files.AddAsync(FilesBelow(localPath, name), how, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ManifestEntry>> AddReferenceAsync(
        string uri, string? name, bool checksum, int maxObjects, CancellationToken cancellationToken)
    {
        string? path = string.IsNullOrEmpty(name) ? null : LogicalPath.NormalizeSafe(name);
        ReferenceUri.EnsureNoSecrets(uri);
        IReadOnlyList<ManifestEntry> entries = await _files.References.For(uri)
            .DescribeAsync(new NewReference(uri, path, checksum, maxObjects), cancellationToken)
            .ConfigureAwait(false);
        foreach (ManifestEntry entry in entries)
            LogicalPath.EnsureSafe(entry.Path);
        Manifest.Add(entries);
        return entries;
    }

    public ManifestEntry AddReference(LoggedEntry target, string? name)
    {
        string path = LogicalPath.NormalizeSafe(string.IsNullOrEmpty(name) ? target.Entry.Path[(target.Entry.Path.LastIndexOf('/') + 1)..] : name);
        ManifestEntry added = target.ReferenceAs(path);
        Manifest.Add([added]);
        return added;
    }

    public ArtifactFileStream NewFile(string name, bool overwrite)
    {
        string path = LogicalPath.NormalizeSafe(name);
        return overwrite || !Manifest.TryGet(path, out _)
            ? new ArtifactFileStream(_files, path, overwrite)
            : throw new ArtifactException(
                ArtifactCodes.DuplicatePath,
                $"The artifact has an entry “{path}” already. Remove it first, or write with overwrite.");
    }

    public ManifestEntry Add(ArtifactObject item, string name, bool overwrite)
    {
        string path = LogicalPath.NormalizeSafe(name);
        if (!overwrite && _files.FindByObject(item) is ManifestEntry first)
            return first;
        string suffix = item.Kind + ".json";
        if (!path.EndsWith(suffix, StringComparison.Ordinal))
            path = $"{path}.{suffix}";
        if (item.Origin is LoggedEntry origin)
        {
            // The object lies in another logged artifact, unchanged, so the entry refers to it.
            ManifestEntry reference = origin.ReferenceAs(path);
            Manifest.Add([reference], overwrite);
            return reference;
        }

        bool isTemporary = path.StartsWith("media/tables", StringComparison.Ordinal);
        ManifestEntry entry = _files.Stage(path, item.Serialize(_files), isTemporary);
        return _files.Add(item, entry, overwrite);
    }

    public void Remove(string path)
    {
        string normal = LogicalPath.Normalize(path);
        if (!Manifest.Remove(normal) && Manifest.RemoveBelow(normal) == 0)
        {
            throw new ArtifactException(
                ArtifactCodes.EntryNotFound,
                $"The artifact has no entry and no folder “{LogicalPath.Printable(normal)}”.");
        }
    }

    public void Remove(ManifestEntry entry)
    {
        if (!Manifest.Remove(entry.Path))
            throw new ArtifactException(ArtifactCodes.EntryNotFound, $"The artifact has no entry “{entry.Path}”.");
    }

    public string? PathOf(string localPath) => _files.FindByLocalPath(localPath)?.Path;

    /// <summary>Logs the draft as a version. It can't change any more after that.</summary>
    /// <param name="context">The registry.</param>
    /// <param name="name">The collection.</param>
    /// <param name="version">What a new version is made of, besides the entries.</param>
    /// <param name="run">The run that logs, if there is one.</param>
    /// <param name="cancellationToken">Cancels the log, in the state that <see cref="ArtifactRegistry.LogAsync"/> describes.</param>
    /// <returns>The version.</returns>
    public async Task<VersionLogResult> LogAsync(
        RegistryContext context, ArtifactName name, NewVersion version, Run? run, CancellationToken cancellationToken)
    {
        if (Logged is not null)
        {
            throw new ArtifactException(
                ArtifactCodes.Finalized, $"“{name.CollectionName}” was logged before. Make a new draft to log another version.");
        }

        if (Base is not null && Base.Source.CollectionName != name.CollectionName)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidArtifact,
                $"The draft was made from “{Base.Source}” and can't be logged as “{name.CollectionName}”. Log it where it came from, or link it.");
        }

        End();
        Manifest.Rewrite(DraftReferences.OfProcess.Resolve);
        VersionLogResult result = await new VersionLog(context, name, Manifest, version, run).RunAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsNew)
            _files.MoveToCache();
        Dispose();
        Become(result.Version, result.Manifest);
        return result;
    }

    /// <summary>Notes which version the log made of the draft.</summary>
    public void Become(LoggedVersion version, Manifest manifest)
    {
        Logged = version;
        Entries = manifest;
    }

    public void Dispose()
    {
        _files.Dispose();
        _cache.Dispose();
    }

    private static (string LocalPath, string Path)[] FilesBelow(string localPath, string? name) => DiskFailure.Explain<(string, string)[]>(
        () => [.. SourceTree.Files(localPath)
            .Select(file => (file.LocalPath, LogicalPath.NormalizeSafe(string.IsNullOrEmpty(name) ? file.Relative : $"{name}/{file.Relative}")))],
        e => new ArtifactException(
            ArtifactCodes.SourceMissing, $"“{localPath}” could not be added: {e.Message} Check that everything in it may be read.", e));

    private static ArtifactException Missing(string what, string localPath) => new(
        ArtifactCodes.SourceMissing,
        $"Path is not a {what}: {localPath}. Check that it exists and is spelled as on the disk.");
}
