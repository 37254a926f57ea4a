using System.Runtime.CompilerServices;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;

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

    /// <summary>Whether the artifact was fetched through a portfolio.</summary>
    public bool IsLink => _logged?.Entry.Source is not null;

    /// <summary>The entity of the collection in which the version was logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string SourceEntity => Logged().Source.Entity;

    /// <summary>The project of the collection in which the version was logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string SourceProject => Logged().Source.Project;

    /// <summary><c>name:vN</c> in the collection in which the version was logged; the name alone for a draft.</summary>
    public string SourceName => _logged is null ? _name : $"{_logged.Source.Collection}:{_logged.Source.Suffix}";

    /// <summary>The version in the collection in which it was logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string SourceVersion => Logged().Source.Suffix!;

    /// <summary><c>entity/project/name:vN</c> of the collection in which the version was logged.</summary>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public string SourceQualifiedName => Logged().Source.ToString();

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
    /// <returns>The manifest.</returns>
    /// <exception cref="ArtifactException">ART2006: the registry lacks it. ART3001: it is damaged.</exception>
    public async Task<Manifest> GetManifestAsync(CancellationToken cancellationToken = default) =>
        _manifest ??= await Content(Logged()).GetManifestAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The bytes of the version.</summary>
    internal VersionContent Content() => Content(Logged());

    private static VersionContent Content(LoggedVersion logged) =>
        new(logged.Registry, logged.Entry.ManifestSha256, logged.Name.ToString(), allowRegistry: true);

    // A colon would be a stream of the file on NTFS.
    internal static string DefaultRoot(ArtifactName version, bool windows) =>
        Path.Combine("artifacts", $"{version.Collection}{(windows ? '-' : ':')}{version.Suffix}");

    private static string DefaultRoot(LoggedVersion logged) => DefaultRoot(logged.Source, OperatingSystem.IsWindows());

    private LoggedVersion Logged([CallerMemberName] string member = "") =>
        _logged ?? throw new ArtifactNotLoggedException(member);
}
