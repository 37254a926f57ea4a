namespace ArtifactBuild.Builds.Settings;

/// <summary>
/// The table of all options. The tool's switches and what tasks and tool read are made from it; tests hold the README's table and
/// build/ArtifactBuild.props equal to it. A new option is a row here, its lines in these two, and the place that uses it.
/// </summary>
internal static class OptionTable
{
    public static readonly BuildOption Registry = new(
        "ArtifactRegistry", OptionKind.Path, OptionReader.EveryTask,
        "registry: a folder, or a file:, s3:, gs: or azure: URI", "artifactbuild/registry in the user's data (Linux: ~/.local/share)")
    {
        Variable = "ARTIFACT_REGISTRY",
        Switch = "--registry",
    };

    public static readonly BuildOption Entity = new(
        "ArtifactEntity", OptionKind.Text, OptionReader.EveryTask, "entity of names that give none", "default")
    {
        Variable = "ARTIFACT_ENTITY",
        Switch = "--entity",
    };

    public static readonly BuildOption Project = new(
        "ArtifactProject", OptionKind.Text, OptionReader.EveryTask, "project of names that give none", "uncategorized")
    {
        Variable = "ARTIFACT_PROJECT",
        Switch = "--project",
    };

    public static readonly BuildOption CacheDirectory = new(
        "ArtifactCacheDirectory", OptionKind.Path, OptionReader.EveryTask,
        "folder of the cache", "artifactbuild in the user's caches (Linux: ~/.cache)")
    {
        Variable = "ARTIFACT_CACHE_DIR",
        Switch = "--cache",
    };

    public static readonly BuildOption CacheFallbackDirectories = new(
        "ArtifactCacheFallbackDirectories", OptionKind.Paths, OptionReader.RestoreTasks, "caches that are only read, separated by ;", "")
    {
        Variable = "ARTIFACT_CACHE_FALLBACK_DIRS",
        Switch = "--cache-fallbacks",
    };

    public static readonly BuildOption Mirror = new(
        "ArtifactMirror", OptionKind.Mirrors, OptionReader.RestoreTasks,
        "registries that are read elsewhere, original=mirror separated by ;, or one address for all", "")
    {
        Variable = "ARTIFACT_MIRROR",
        Switch = "--mirror",
    };

    public static readonly BuildOption Offline = new(
        "ArtifactOffline", OptionKind.TruthValue, OptionReader.RestoreTasks, "ask no registry", "false")
    {
        Variable = "ARTIFACT_OFFLINE",
    };

    public static readonly BuildOption LockedMode = new(
        "ArtifactLockedMode", OptionKind.TruthValue, OptionReader.RestoreTasks,
        "a lockfile that does not fit is an error", "true when ContinuousIntegrationBuild is, else false")
    {
        Variable = "ARTIFACT_LOCKED_MODE",
    };

    public static readonly BuildOption MaxConcurrency = new(
        "ArtifactMaxConcurrency", OptionKind.Count, OptionReader.EveryTask,
        "transfers at once",
        "0: in a folder twice the processors, at least 4; on the network eight times, at least 16; at most 64")
    {
        Variable = "ARTIFACT_MAX_CONCURRENCY",
        Switch = "--max-concurrency",
    };

    public static readonly BuildOption AllowFileReferences = new(
        "ArtifactAllowFileReferences", OptionKind.TruthValue, OptionReader.EveryTask,
        "follow references to files of this machine in a registry on the network", "false")
    {
        Variable = "ARTIFACT_ALLOW_FILE_REFERENCES",
        Switch = "--allow-file-references",
    };

    public static readonly BuildOption UpdateOnly = new(
        "ArtifactUpdateOnly", OptionKind.Names, OptionReader.Targets, "what an update is about, separated by +", "everything");

    public static readonly BuildOption LockFile = new(
        "ArtifactLockFile", OptionKind.Path, OptionReader.Targets, "the lockfile", "artifacts.lock.json beside the project");

    public static readonly BuildOption TrackUsage = new(
        "ArtifactTrackUsage", OptionKind.TruthValue, OptionReader.RestoreTasks, "record in the registry what uses a version", "false")
    {
        Variable = "ARTIFACT_TRACK_USAGE",
        Switch = "--track-usage",
    };

    public static readonly BuildOption LogOnBuild = new(
        "ArtifactLogOnBuild", OptionKind.TruthValue, OptionReader.Targets, "log in every build", "false");

    public static readonly BuildOption LogOnPublish = new(
        "ArtifactLogOnPublish", OptionKind.TruthValue, OptionReader.Targets, "log in every publish", "false");

    public static readonly BuildOption RestoreResultFile = new(
        "ArtifactRestoreResultFile", OptionKind.Path, OptionReader.Targets,
        "where a restore says as JSON what it pinned and downloaded", "none");

    public static readonly BuildOption LogResultFile = new(
        "ArtifactLogResultFile", OptionKind.Path, OptionReader.Targets,
        "where a log says as JSON what it did", "artifact-log.json in the intermediate folder; the tool writes none")
    {
        Switch = "--result",
    };

    public static readonly BuildOption Namespace = new(
        "ArtifactNamespace", OptionKind.Text, OptionReader.Generator, "namespace of the accessors", "RootNamespace");

    public static readonly BuildOption AccessorsClass = new(
        "ArtifactAccessorsClass", OptionKind.Text, OptionReader.Generator, "class of the accessors", "Artifacts");

    public static readonly BuildOption AccessorsVisibility = new(
        "ArtifactAccessorsVisibility", OptionKind.Text, OptionReader.Generator, "internal or public accessors", "internal");

    public static readonly BuildOption AccessorsLimit = new(
        "ArtifactAccessorsLimit", OptionKind.Count, OptionReader.Generator, "entries of one artifact that get a member each", "2000");

    /// <summary>All options, in the order of the README.</summary>
    public static IReadOnlyList<BuildOption> All { get; } =
    [
        Registry, Entity, Project, CacheDirectory, CacheFallbackDirectories, Mirror, Offline, LockedMode, MaxConcurrency, AllowFileReferences,
        UpdateOnly, LockFile, TrackUsage, LogOnBuild, LogOnPublish, RestoreResultFile, LogResultFile,
        Namespace, AccessorsClass, AccessorsVisibility, AccessorsLimit,
    ];
}
