using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Builds.Settings;

/// <summary>What a project says for all its items. Empty text stands for the default.</summary>
internal sealed record BuildSettings
{
    /// <summary>Reads the settings of a project.</summary>
    /// <param name="projectDirectory">The absolute path of the project's folder, which relative paths start from.</param>
    /// <param name="registry">The address of the registry.</param>
    /// <param name="entity">The entity of names that give none.</param>
    /// <param name="project">The project of names that give none.</param>
    /// <param name="cacheDirectory">The folder of the cache.</param>
    public BuildSettings(
        string projectDirectory, string? registry = null, string? entity = null, string? project = null, string? cacheDirectory = null)
    {
        ProjectDirectory = projectDirectory;
        Registry = Absolute(string.IsNullOrWhiteSpace(registry) ? RegistryLocation.Default() : registry.Trim());
        Entity = string.IsNullOrWhiteSpace(entity) ? ArtifactName.DefaultEntity : entity.Trim();
        Project = string.IsNullOrWhiteSpace(project) ? ArtifactName.DefaultProject : project.Trim();
        CacheDirectory = string.IsNullOrWhiteSpace(cacheDirectory) ? null : Absolute(cacheDirectory.Trim());
    }

    /// <summary>Reads the options of a project or of the tool.</summary>
    /// <param name="values">What was said about the options.</param>
    /// <param name="directory">The absolute path that relative paths start from.</param>
    /// <exception cref="ArtifactException">ART1001: entity or project can't be one. ART1004: another value can't be used.</exception>
    public static BuildSettings Read(OptionValues values, string directory)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new BuildSettings(
            directory,
            values[OptionTable.Registry].Value,
            Place(values[OptionTable.Entity]),
            Place(values[OptionTable.Project]),
            values[OptionTable.CacheDirectory].Value)
        {
            CacheFallbackDirectories = [.. values[OptionTable.CacheFallbackDirectories].List.Select(folder => Path.GetFullPath(folder, directory))],
            Mirror = RegistryMirror.Read(values[OptionTable.Mirror], directory),
            MaxConcurrency = values[OptionTable.MaxConcurrency].ToCount(),
            // False becomes null, the default: a registry in a folder of this machine may refer to files without being asked.
            AllowFileReferences = values[OptionTable.AllowFileReferences].ToTruth() ? true : null,
        };
    }

    /// <summary>The absolute path of the project's folder.</summary>
    public string ProjectDirectory { get; init; }

    /// <summary>The address of the registry: a URI or an absolute path.</summary>
    public string Registry { get; }

    /// <summary>The entity of names that give none.</summary>
    public string Entity { get; }

    /// <summary>The project of names that give none.</summary>
    public string Project { get; }

    /// <summary>The absolute path of the cache; <see langword="null"/> for the default one.</summary>
    public string? CacheDirectory { get; }

    /// <summary>The absolute paths of caches that are only read, in the order in which they are asked.</summary>
    public IReadOnlyList<string> CacheFallbackDirectories { get; init; } = [];

    /// <summary>Which registries are replaced by others; <see langword="null"/> for none.</summary>
    public RegistryMirror? Mirror { get; init; }

    /// <summary>The build as a run, which becomes the one that logged what it logs; <see langword="null"/> to record none.</summary>
    public Run? Run { get; init; }

    /// <summary>Who is told how far transfers are.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Whether references to files of this machine are followed; <see langword="null"/> for the default.</summary>
    public bool? AllowFileReferences { get; init; }

    /// <summary>How many transfers run at once; 0 for a number that fits the machine.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>A path of the project as an absolute one; a URI stays as it is.</summary>
    internal string Absolute(string path) =>
        ObjectStores.SchemeOf(path) is null ? Path.GetFullPath(path, ProjectDirectory) : path;

    // Checked here, where the option is known; later the error would blame the name of an artifact that has no entity of its own.
    private static string? Place(GivenText given) => string.IsNullOrEmpty(given.Value) || ArtifactName.FindProblemOfPlace(given.Value) is not string problem
        ? given.Value
        : throw new ArtifactException(ArtifactCodes.InvalidName, $"{given.Where} is “{LogicalPath.Printable(given.Value)}”, which {problem}. Use letters, digits, “_”, “-” and “.”.");

    /// <summary>How a registry is used.</summary>
    internal ArtifactRegistryOptions RegistryOptions() => new()
    {
        Entity = Entity,
        Project = Project,
        CacheDirectory = CacheDirectory,
        CacheFallbackDirectories = CacheFallbackDirectories,
        MaxConcurrency = MaxConcurrency,
        Run = Run,
        Progress = Progress,
        AllowFileReferences = AllowFileReferences,
    };
}
