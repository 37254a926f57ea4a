using System.CommandLine;
using System.Globalization;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Model;
using ArtifactBuild.Registries;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Cli;

/// <summary>The options that every command has; each falls back to its environment variable.</summary>
internal sealed partial class RegistryOptions
{
    private readonly Option<string?> _registry = FromEnvironment("--registry", "ARTIFACT_REGISTRY", "The registry: a folder, or a URI that begins with file:, s3:, gs: or azure:.");
    private readonly Option<string?> _cache = FromEnvironment("--cache", "ARTIFACT_CACHE_DIR", "The folder of the shared cache.");
    private readonly Option<string?> _fallbacks = FromEnvironment("--cache-fallbacks", "ARTIFACT_CACHE_FALLBACK_DIRS", "Folders of caches that are only read, separated by semicolons.");
    private readonly Option<string?> _mirror = FromEnvironment("--mirror", "ARTIFACT_MIRROR", "Registries to read elsewhere: original=mirror, separated by semicolons, or one address for all.");
    private readonly Option<string?> _entity = FromEnvironment("--entity", "ARTIFACT_ENTITY", "The entity of names that give none.");
    private readonly Option<string?> _project = FromEnvironment("--project", "ARTIFACT_PROJECT", "The project of names that give none.");

    private readonly Option<int> _concurrency = new("--max-concurrency")
    {
        Description = "How many transfers run at once; 0 for a number that fits the machine. [ARTIFACT_MAX_CONCURRENCY]",
        DefaultValueFactory = _ => int.TryParse(Environment.GetEnvironmentVariable("ARTIFACT_MAX_CONCURRENCY"), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0,
    };

    private readonly Option<bool> _fileReferences = new("--allow-file-references")
    {
        Description = "Follow references to files of this machine also in a registry on the network. [ARTIFACT_ALLOW_FILE_REFERENCES]",
        DefaultValueFactory = _ => bool.TryParse(Environment.GetEnvironmentVariable("ARTIFACT_ALLOW_FILE_REFERENCES"), out bool value) && value,
    };

    /// <summary>For a command that only reads from a registry.</summary>
    public void AddReadingTo(Command command)
    {
        AddTo(command);
        command.Options.Add(_mirror);
        command.Options.Add(_fallbacks);
    }

    /// <summary>For a command that writes to a registry.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_concurrency);
        command.Options.Add(_fileReferences);
        command.Options.Add(_registry);
        command.Options.Add(_cache);
        command.Options.Add(_entity);
        command.Options.Add(_project);
    }

    /// <summary>For a command that asks no registry.</summary>
    public void AddCacheTo(Command command) => command.Options.Add(_cache);

    public string? CacheDirectory(ParseResult result) => result.GetValue(_cache);

    public ArtifactName NameOf(ParseResult result, string text) => ArtifactName.Parse(
        text,
        result.GetValue(_entity) ?? ArtifactName.DefaultEntity,
        result.GetValue(_project) ?? ArtifactName.DefaultProject);

    /// <summary>Opens the registry, or its mirror, to read from it.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    public ArtifactRegistry OpenForReading(ParseResult result, string transfer)
    {
        ArtifactRegistryOptions options = Options(result, transfer) with { CacheFallbackDirectories = Fallbacks(result) };
        return RegistryMirror.Read(result.GetValue(_mirror), Directory.GetCurrentDirectory()) is RegistryMirror mirror
            ? mirror.Open(Address(result), options)
            : ArtifactRegistry.Open(Address(result), options);
    }

    /// <summary>The settings for work on a lockfile.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    /// <param name="lockFile">The absolute path of the lockfile.</param>
    public BuildSettings Settings(ParseResult result, string transfer, string lockFile)
    {
        string here = Directory.GetCurrentDirectory();
        string? cache = CacheDirectory(result) is string folder ? Path.GetFullPath(folder, here) : null;
        string registry = Address(result);
        return new BuildSettings(Path.GetDirectoryName(lockFile)!, ObjectStores.SchemeOf(registry) is null ? Path.GetFullPath(registry, here) : registry, cacheDirectory: cache)
        {
            CacheFallbackDirectories = Fallbacks(result),
            Mirror = RegistryMirror.Read(result.GetValue(_mirror), here),
            MaxConcurrency = result.GetValue(_concurrency),
            AllowFileReferences = result.GetValue(_fileReferences) ? true : null,
            Progress = new ProgressLines(transfer, result.InvocationConfiguration.Error.WriteLine),
        };
    }

    private string[] Fallbacks(ParseResult result) =>
        [.. (result.GetValue(_fallbacks) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.GetFullPath(folder, Directory.GetCurrentDirectory()))];

    private string Address(ParseResult result) => result.GetValue(_registry) ?? RegistryLocation.Default();

    private ArtifactRegistryOptions Options(ParseResult result, string transfer) => new()
    {
        CacheDirectory = CacheDirectory(result),
        MaxConcurrency = result.GetValue(_concurrency),
        AllowFileReferences = result.GetValue(_fileReferences) ? true : null,
        Progress = new ProgressLines(transfer, result.InvocationConfiguration.Error.WriteLine),
    };

    private static Option<string?> FromEnvironment(string name, string variable, string description) => new(name)
    {
        Description = $"{description} [{variable}]",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null,
    };
}
