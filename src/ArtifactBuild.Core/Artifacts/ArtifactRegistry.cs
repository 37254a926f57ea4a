using System.Collections.Immutable;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Artifacts;

/// <summary>Where collections of artifacts and their bytes live.</summary>
/// <remarks>Safe for use from several threads, processes and machines at once.</remarks>
public sealed partial class ArtifactRegistry : IAsyncDisposable
{
    private readonly RegistryContext _context;
    private readonly ArtifactRegistryOptions _options;

    /// <summary>A registry on any store, which goes with it.</summary>
    internal ArtifactRegistry(IObjectStore store, ArtifactRegistryOptions options)
    {
        _options = options;
        ArtifactCache cache = options.Cache
            ?? new ArtifactCache(options.CacheDirectory) { FallbackDirectories = options.CacheFallbackDirectories };
        _context = new RegistryContext(store, cache, ConcurrencyOf(options.MaxConcurrency, store is DirectoryStore))
        {
            Progress = options.Progress,
            Clock = options.Clock,
            AllowFileReferences = options.AllowFileReferences ?? store is DirectoryStore,
            RefreshAge = options.RefreshAge ?? RegistryContext.DefaultRefreshAge,
        };
        Lookup = new VersionLookup(_context);
    }

    /// <summary>
    /// Finds versions as they are when somebody first asks for them here, and reads each of the registry's records once: for who opens the
    /// registry for one operation on several versions.
    /// </summary>
    internal VersionLookup Lookup { get; }

    /// <summary>The address, without credentials.</summary>
    public string Address => _context.Store.Address;

    /// <summary>Opens a registry. Nothing is read yet; a registry that does not exist is made by the first log.</summary>
    /// <param name="address">The path of a folder, or a URI: <c>file:</c>, <c>s3:</c>, <c>gs:</c> or <c>azure:</c>.</param>
    /// <param name="options">How it is used.</param>
    /// <returns>The registry, to be disposed.</returns>
    /// <exception cref="ArtifactException">ART2001: the address can't be used.</exception>
    public static ArtifactRegistry Open(string address, ArtifactRegistryOptions? options = null) =>
        Open(address, options ?? new ArtifactRegistryOptions(), RemoteOptions.Default);

    internal static ArtifactRegistry Open(string address, ArtifactRegistryOptions options, RemoteOptions remote) =>
        new(ObjectStores.Open(address, remote with { MaxConnections = ConcurrencyOf(options.MaxConcurrency, isLocal: false) }), options);

    /// <summary>
    /// Logs a draft: its bytes are stored, and it becomes the next version of its collection and takes its aliases in one step.
    /// A draft with the digest of the newest version makes no new version; only its aliases move.
    /// </summary>
    /// <param name="artifact">The draft. It is finalized, and it is logged when this returns.</param>
    /// <param name="aliases">Aliases besides <c>latest</c>, which every logged version takes.</param>
    /// <param name="tags">Tags of a new version.</param>
    /// <param name="entity">The entity; <see langword="null"/> for that of the options.</param>
    /// <param name="project">The project; <see langword="null"/> for that of the options.</param>
    /// <param name="cancellationToken">
    /// Cancels the uploads and the requests to the registry. Files that were uploaded by then stay there until a garbage collection.
    /// The version appears only with the last request, which may have been carried out if it was sent already. The draft can be logged
    /// again, but not changed.
    /// </param>
    /// <returns>What happened.</returns>
    /// <exception cref="ArtifactException">
    /// ART4002: the collection has another type. ART4003: a file changed meanwhile. ART4006: an alias or tag is not allowed.
    /// ART2010: the store can't be used. ART2011: other writers were faster for too long.
    /// </exception>
    public Task<LogResult> LogAsync(
        Artifact artifact,
        IEnumerable<string>? aliases = null,
        IEnumerable<string>? tags = null,
        string? entity = null,
        string? project = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        // The name goes through the parser once more, because not every name of a draft can be a folder of a registry.
        var name = ArtifactName.Parse($"{entity ?? _options.Entity}/{project ?? _options.Project}/{artifact.Name}");
        ImmutableArray<string> allAliases = LabelRules.Aliases(aliases);
        ImmutableArray<string> allTags = LabelRules.Tags(tags);
        return artifact.LogAsync(_context, name, allAliases, allTags, _options.Run, cancellationToken);
    }

    /// <summary>Logs a draft as <see cref="LogAsync"/> does, but returns at once; <see cref="Artifact.WaitAsync"/> waits for the end.</summary>
    /// <param name="artifact">The draft. It is finalized now.</param>
    /// <param name="aliases">Aliases besides <c>latest</c>.</param>
    /// <param name="tags">Tags of a new version.</param>
    /// <returns>The draft.</returns>
    /// <exception cref="ArtifactException">ART4006: an alias or tag is not allowed. What fails later is thrown by the wait.</exception>
    public Artifact Log(Artifact artifact, IEnumerable<string>? aliases = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.PendingLog = LogAsync(artifact, aliases, tags);
        return artifact;
    }

    /// <summary>Fetches a version and records that the run of the options uses it.</summary>
    /// <param name="name"><c>[[entity/]project/]name[:version-or-alias]</c>; without a suffix <c>latest</c> is meant.</param>
    /// <param name="useAs">What it is used as; the name if not given.</param>
    /// <param name="type">The type that it must have, if given.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. The use may have been recorded by then.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArtifactException">
    /// ART1001: the text is no name. ART2002, ART2003: there is no such collection, version or alias. ART4002: it has another type.
    /// ART4006: there is no run, or
    /// <paramref name="useAs"/> has <c>/</c> or <c>:</c>.
    /// </exception>
    public async Task<Artifact> UseAsync(
        string name, string? useAs = null, string? type = null, CancellationToken cancellationToken = default)
    {
        if (_options.Run is not Run run)
            throw new ArtifactException(ArtifactCodes.InvalidArtifact, "There is no run that could use an artifact. Give one in the options of the registry, or call GetAsync.");
        if (useAs is not null && useAs.AsSpan().ContainsAny('/', ':'))
            throw new ArtifactException(ArtifactCodes.InvalidArtifact, $"“{LogicalPath.Printable(useAs)}” can't be what an artifact is used as: it has “/” or “:”.");
        LoggedVersion version = await new VersionLookup(_context)
            .FindAsync(ArtifactName.Parse(name, _options.Entity, _options.Project), cancellationToken).ConfigureAwait(false);
        if (type is not null && version.Type != type)
            throw new ArtifactException(ArtifactCodes.TypeMismatch, $"“{version.Name}” is of type “{version.Type}”, not “{type}”. Ask for that type, or for another artifact.");
        await new RunLedger(_context).RecordUseAsync(run, version.Entry, useAs ?? name, cancellationToken).ConfigureAwait(false);
        return new Artifact(version) { UseAs = useAs ?? name };
    }

    /// <summary>Fetches a version. Nothing is downloaded but what the registry says about it.</summary>
    /// <param name="name"><c>[[entity/]project/]name[:version-or-alias]</c>; without a suffix <c>latest</c> is meant.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArtifactException">
    /// ART1001: the text is no name. ART2002, ART2003: there is no such collection, version or alias.
    /// </exception>
    public Task<Artifact> GetAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync(ArtifactName.Parse(name, _options.Entity, _options.Project), cancellationToken);

    /// <summary>Fetches a version. Nothing is downloaded but what the registry says about it.</summary>
    /// <param name="name">The name; without a suffix <c>latest</c> is meant.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Nothing was changed there.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArtifactException">ART2002, ART2003: there is no such collection, version or alias.</exception>
    public async Task<Artifact> GetAsync(ArtifactName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new Artifact(await new VersionLookup(_context).FindAsync(name, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Opens a pinned version by its manifest alone, from the cache when it is there.</summary>
    /// <param name="manifest">The SHA-256 of the manifest.</param>
    /// <param name="name">What the version is called in messages.</param>
    /// <param name="allowRegistry">Whether the registry may be asked for what the cache lacks.</param>
    /// <returns>The content of the version.</returns>
    internal VersionContent Pinned(Sha256Digest manifest, string name, bool allowRegistry) =>
        new(_context, manifest, name, allowRegistry);

    /// <summary>How many units of work run at once on the registry of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="asked">The number that is asked for; 0 for one that fits the machine and the registry.</param>
    internal static int ConcurrencyAt(string address, int asked) => ConcurrencyOf(asked, ObjectStores.SchemeOf(address) is null or "file");

    // A disk is busy with a few files at once; a request to a server mostly waits.
    private static int ConcurrencyOf(int asked, bool isLocal) =>
        asked > 0 ? asked
            : isLocal ? Math.Clamp(2 * Environment.ProcessorCount, 4, 64)
            : Math.Clamp(8 * Environment.ProcessorCount, 16, 64);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.Store.DisposeAsync().ConfigureAwait(false);
        _context.Dispose();
        if (_options.Cache is null)
            _context.Cache.Dispose();
    }
}
