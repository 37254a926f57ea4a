using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Artifacts;

/// <summary>
/// A named and typed set of files and references: a <em>draft</em> that is being put together, or, once it is logged or fetched,
/// an immutable version of a collection.
/// </summary>
/// <remarks>
/// The meaning of each member is that of W&amp;B Artifacts. Members may be called from several threads. To read an object, which is
/// <c>artifact[name]</c> in W&amp;B, call <c>GetAsync</c> of <c>ArtifactBuild.Media</c>: an indexer could not wait for the download.
/// </remarks>
public sealed partial class Artifact : IDisposable
{
    private readonly string _name;
    private readonly Draft? _draft;
    private LoggedVersion? _logged;
    private Manifest? _manifest;
    private JsonObject _metadata = [];
    private TimeToLive _timeToLive;

    /// <summary>Starts a draft.</summary>
    /// <param name="name">The name of the collection: 1 to 128 characters of <c>A–Z a–z 0–9 _ - .</c>.</param>
    /// <param name="type">What the artifact is, for example <c>model</c> or <c>dataset</c>; one collection has one type.</param>
    /// <param name="cacheDirectory">
    /// The cache on whose volume copies of mutable files are kept; <see langword="null"/> for the default cache.
    /// </param>
    /// <exception cref="ArtifactException">ART4006: the name or the type is not allowed.</exception>
    public Artifact(string name, string type, string? cacheDirectory = null)
        : this(name, type, new Manifest(), cacheDirectory, origin: null)
    {
    }

    internal Artifact(LoggedVersion logged)
    {
        _name = logged.Name.Collection;
        Type = logged.Type;
        BecomeLogged(logged);
    }

    private Artifact(string name, string type, Manifest manifest, string? cacheDirectory, LoggedVersion? origin)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(type);
        ArtifactName.EnsureArtifactName(name);
        TypeRules.EnsureAllowed(type, name);
        _name = name;
        Type = type;
        _manifest = manifest;
        _draft = new Draft(name, type, manifest, cacheDirectory) { Base = origin };
        ClientId = DraftReferences.NewClientId();
        RememberAs(ClientId);
    }

    /// <summary>
    /// The name of the collection for a draft; for a logged artifact the collection and the version or alias by which it was
    /// fetched, for example <c>resnet50:production</c>.
    /// </summary>
    public string Name => _logged is null ? _name : $"{_name}:{_logged.Name.Suffix}";

    /// <summary>What the artifact is.</summary>
    public string Type { get; }

    /// <summary>A text for people, in Markdown. No digest covers it. Of a logged artifact <see cref="SaveAsync(CancellationToken)"/> saves it.</summary>
    public string? Description { get; set; }

    /// <summary>
    /// Facts for machines, at most 100 top-level keys. No digest covers them. Of a logged artifact <see cref="SaveAsync(CancellationToken)"/> saves
    /// them.
    /// </summary>
    /// <remarks>The value is copied when it is read and when it is set, as in W&amp;B.</remarks>
    /// <exception cref="ArtifactException">ART4006: there are more than 100 keys at the top.</exception>
    public JsonObject Metadata
    {
        get => (JsonObject)_metadata.DeepClone();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            MetadataRules.Ensure(value, _name);
            _metadata = (JsonObject)value.DeepClone();
        }
    }

    /// <summary>
    /// How long the version lives. Of a logged artifact <see cref="SaveAsync(CancellationToken)"/> saves it; a link has none of its own.
    /// </summary>
    /// <exception cref="ArtifactException">ART4006: set on a link to a version of another collection.</exception>
    public TimeToLive TimeToLive
    {
        get => _timeToLive;
        set
        {
            if (_logged?.Entry.Source is not null)
            {
                throw new ArtifactException(
                    ArtifactCodes.InvalidArtifact,
                    $"“{QualifiedName}” is a link, and a version lives as long as it is linked. Set the time to live of “{SourceQualifiedName}”.");
            }

            _timeToLive = value;
        }
    }

    /// <summary>Whether a log adds to the newest version's entries, and overrides those of the same path, rather than replacing them all.</summary>
    public bool Incremental { get; init; }

    /// <summary>What <see cref="ArtifactRegistry.UseAsync(string, string?, string?, CancellationToken)"/> recorded the artifact as.</summary>
    public string? UseAs { get; set; }

    /// <summary>Where the artifact stands in its life.</summary>
    public ArtifactState State => _logged is null ? ArtifactState.Pending
        : _logged.Entry.DeletedAt is null ? ArtifactState.Committed
        : ArtifactState.Deleted;

    /// <summary>Whether the artifact was not logged yet.</summary>
    public bool IsDraft => _logged is null;

    /// <summary>The entries. Those of a fetched artifact are there after <see cref="GetManifestAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The manifest of a fetched artifact was not asked for yet.</exception>
    public Manifest Manifest => _manifest ?? throw new InvalidOperationException("Call GetManifestAsync before Manifest.");

    /// <summary>W&amp;B's digest of the manifest: 32 lower-case hexadecimal digits.</summary>
    public string Digest => _logged?.Entry.Digest ?? Manifest.Digest;

    /// <summary>The sum of the entries' sizes in bytes; references to entries of other artifacts count 0.</summary>
    public long Size => _logged?.Entry.Size ?? Manifest.Size;

    /// <summary>The client id, by which other drafts of this process can refer to a draft's entries before it is logged; empty for a fetched artifact.</summary>
    public string ClientId { get; } = "";

    /// <summary>Deletes the copies that a draft keeps of its files. A logged artifact has none.</summary>
    public void Dispose() => _draft?.Dispose();

    /// <summary>Lets other drafts refer to this one by another client id.</summary>
    internal void RememberAs(string clientId) => DraftReferences.OfProcess.Remember(clientId, _draft!);

    /// <summary>The draft that this process made the artifact of; <see langword="null"/> for a fetched one.</summary>
    internal Draft? Draft => _draft;

    /// <summary>Logs the draft; from then on the artifact is the version.</summary>
    internal async Task<LogResult> LogAsync(
        RegistryContext context,
        ArtifactName name,
        IReadOnlyList<string> aliases,
        IReadOnlyList<string> tags,
        Run? run,
        CancellationToken cancellationToken)
    {
        if (_draft is null)
        {
            throw new ArtifactException(
                ArtifactCodes.Finalized, $"“{name.CollectionName}” was logged before. Make a new draft to log another version.");
        }

        var version = new NewVersion(Type, Incremental, Description, _metadata, _timeToLive, aliases, tags);
        VersionLogResult result = await _draft.LogAsync(context, name, version, run, cancellationToken).ConfigureAwait(false);
        BecomeLogged(result.Version);
        _manifest = result.Manifest;
        return new LogResult(this, result.IsNew, result.SentFiles, result.SentBytes);
    }

    /// <summary>Makes the artifact what a registry says of it.</summary>
    internal void BecomeLogged(LoggedVersion logged)
    {
        _logged = logged;
        Description = logged.Record.Description;
        _metadata = logged.Record.Metadata is null ? [] : (JsonObject)logged.Record.Metadata.DeepClone();
        _timeToLive = TimeToLive.FromStored(logged.Record.TimeToLive);
        _aliases = [.. logged.Aliases];
        _tags = [.. logged.Record.Tags];
    }
}
