using System.Runtime.CompilerServices;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Artifacts;

// Reading a logged version.
public sealed partial class Artifact
{
    /// <summary>The id of the version, unique in every registry; <see langword="null"/> for a draft.</summary>
    public string? Id => _logged?.Entry.Id;

    /// <summary>The entity of the collection.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string Entity => Logged().Name.Entity;

    /// <summary>The project of the collection.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string Project => Logged().Name.Project;

    /// <summary>The version, for example <c>v3</c>.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string Version => Logged().Entry.Version;

    /// <summary><c>entity/project/name:suffix</c>, with the suffix by which the artifact was fetched.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string QualifiedName => Logged().Name.ToString();

    /// <summary>The aliases of the version when it was fetched or logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public IReadOnlyList<string> Aliases => Logged().Aliases;

    /// <summary>The tags of the version.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public IReadOnlyList<string> Tags => Logged().Record.Tags;

    /// <summary>The SHA-256 of the stored manifest, which covers every byte of the version.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string CommitHash => Logged().Entry.Manifest;

    /// <summary>The number of entries, references included.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public int FileCount => Logged().Entry.Count;

    /// <summary>When the version was logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public DateTimeOffset CreatedAt => Logged().Entry.CreatedAt;

    /// <summary>When what may change about the version was last changed; <see cref="CreatedAt"/> when it never was.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public DateTimeOffset UpdatedAt => Logged().Record.UpdatedAt ?? CreatedAt;

    /// <summary>Fetches the manifest of a logged artifact, once; a draft has it at hand.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactException">ART2006: the registry lacks it. ART3001: it is damaged.</exception>
    public async Task<Manifest> GetManifestAsync(CancellationToken cancellationToken = default) =>
        _manifest ??= await Content(Logged()).GetManifestAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Finds an entry.</summary>
    /// <param name="name">Its path.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART4007: there is no such entry.</exception>
    /// <exception cref="InvalidOperationException">The manifest was not fetched.</exception>
    public ManifestEntry GetEntry(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Logged();
        string path = LogicalPath.Normalize(name);
        return Manifest.TryGet(path, out ManifestEntry? entry)
            ? entry
            : throw new ArtifactException(
                ArtifactCodes.EntryNotFound, $"“{QualifiedName}” has no entry “{LogicalPath.Printable(path)}”.");
    }

    /// <summary>
    /// Downloads the artifact. Every byte is verified before the first file appears; files that are right already are left
    /// alone, and so are files that are no entries.
    /// </summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name:version</c> in the current one.</param>
    /// <param name="allowMissingReferences">Whether references that can't be loaded are left out rather than failing.</param>
    /// <param name="pathPrefix">Only entries whose path begins with this text, as W&amp;B has it: <c>foo</c> means <c>foobar</c> too.</param>
    /// <param name="cancellationToken">Stops the work.</param>
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
        CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        string folder = Path.GetFullPath(root ?? DefaultRoot(logged));
        Manifest manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        ManifestEntry[] wanted = [.. manifest.Entries.Where(entry => entry.Path.StartsWith(pathPrefix ?? "", StringComparison.Ordinal))];
        var download = new Download(Content(logged), logged.Registry.MaxConcurrency, allowMissingReferences);
        await download.RunAsync(wanted, folder, cancellationToken).ConfigureAwait(false);
        return folder;
    }

    /// <summary>Compares a folder with the artifact, by content. Nothing is downloaded but the manifest.</summary>
    /// <param name="root">The folder; <see langword="null"/> for <c>artifacts/name:version</c> in the current one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
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

    private static PinnedContent Content(LoggedVersion logged) =>
        new(logged.Registry, logged.Entry.ManifestSha256, logged.Name.ToString(), allowRegistry: true);

    // A colon would be a stream of the file on NTFS.
    private static string DefaultRoot(LoggedVersion logged) => Path.Combine(
        "artifacts", $"{logged.Name.Collection}{(OperatingSystem.IsWindows() ? '-' : ':')}{logged.Entry.Version}");

    private LoggedVersion Logged([CallerMemberName] string member = "") =>
        _logged ?? throw new ArtifactNotLoggedException(member);
}
