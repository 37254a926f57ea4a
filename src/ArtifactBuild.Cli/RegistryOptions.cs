using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Model;
using ArtifactBuild.Runs;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Cli;

/// <summary>The options of the tool that say where registry and cache lie, and how transfers run.</summary>
/// <param name="variables">Gives the text of an environment variable.</param>
internal sealed class RegistryOptions(Func<string, string?> variables)
{
    private readonly OptionSwitches _switches = new(variables);

    public RegistryOptions()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    /// <summary>For a command that only reads from a registry.</summary>
    public void AddReadingTo(Command command)
    {
        AddTo(command);
        _switches.AddTo(command, OptionTable.Mirror, OptionTable.CacheFallbackDirectories);
    }

    /// <summary>For a command that writes to a registry.</summary>
    public void AddTo(Command command) => _switches.AddTo(
        command,
        OptionTable.MaxConcurrency,
        OptionTable.AllowFileReferences,
        OptionTable.Registry,
        OptionTable.CacheDirectory,
        OptionTable.Entity,
        OptionTable.Project);

    /// <summary>For a command that asks no registry.</summary>
    public void AddCacheTo(Command command) => _switches.AddTo(command, OptionTable.CacheDirectory);

    /// <summary>For a command that may tell a registry what is used.</summary>
    public void AddUsageTo(Command command) => _switches.AddTo(command, OptionTable.TrackUsage);

    /// <summary>The folder of the cache; <see langword="null"/> for the default one.</summary>
    public string? CacheDirectory(ParseResult result) => _switches.Values(result)[OptionTable.CacheDirectory].Value;

    /// <summary>Whether the registry is told what is used.</summary>
    public bool TracksUsage(ParseResult result) => _switches.Values(result)[OptionTable.TrackUsage].ToTruth();

    /// <summary>The name of an artifact, with entity and project of the options where it gives none.</summary>
    public ArtifactName NameOf(ParseResult result, string text)
    {
        OptionValues values = _switches.Values(result);
        return ArtifactName.Parse(
            text,
            values[OptionTable.Entity].Value ?? ArtifactName.DefaultEntity,
            values[OptionTable.Project].Value ?? ArtifactName.DefaultProject);
    }

    /// <summary>What the options say; relative paths start in the current folder.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    public BuildSettings Settings(ParseResult result, string transfer) =>
        BuildSettings.Read(_switches.Values(result), Directory.GetCurrentDirectory()) with
        {
            Progress = new ProgressLines(transfer, result.InvocationConfiguration.Error.WriteLine),
        };

    /// <summary>The settings for work on a lockfile.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    /// <param name="lockFile">The absolute path of the lockfile, whose relative paths start in its own folder.</param>
    public BuildSettings Settings(ParseResult result, string transfer, string lockFile) =>
        Settings(result, transfer) with { ProjectDirectory = Path.GetDirectoryName(lockFile)! };

    /// <summary>The settings for a command that a registry remembers.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    /// <param name="name">What the run is called.</param>
    /// <param name="cancellationToken">Cancels the questions to git.</param>
    public async Task<BuildSettings> SettingsAsync(ParseResult result, string transfer, string name, CancellationToken cancellationToken)
    {
        BuildSettings settings = Settings(result, transfer);
        return settings with
        {
            Run = await BuildRun.CaptureAsync(settings.Entity, settings.Project, name, settings.ProjectDirectory, cancellationToken),
        };
    }

    /// <summary>Opens the registry, or its mirror, to read from it.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    public ArtifactRegistry OpenForReading(ParseResult result, string transfer)
    {
        BuildSettings settings = Settings(result, transfer);
        ArtifactRegistryOptions options = settings.RegistryOptions();
        return settings.Mirror is RegistryMirror mirror
            ? mirror.Open(settings.Registry, options)
            : ArtifactRegistry.Open(settings.Registry, options);
    }
}
