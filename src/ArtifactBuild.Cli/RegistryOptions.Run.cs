using System.CommandLine;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Runs;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Cli;

// For commands that a registry remembers.
internal sealed partial class RegistryOptions
{
    /// <summary>The same as what a project says for all its items, with the run of this command; paths start in the current folder.</summary>
    /// <param name="result">What the user typed.</param>
    /// <param name="transfer">What a line about a long transfer begins with.</param>
    /// <param name="name">What the run is called.</param>
    /// <param name="cancellationToken">Stops the look at git.</param>
    public async Task<BuildSettings> SettingsAsync(ParseResult result, string transfer, string name, CancellationToken cancellationToken)
    {
        string here = Directory.GetCurrentDirectory();
        var settings = new BuildSettings(here, result.GetValue(_registry), result.GetValue(_entity), result.GetValue(_project), CacheDirectory(result));
        Run run = await BuildRun.CaptureAsync(settings.Entity, settings.Project, name, here, cancellationToken);
        return settings with
        {
            Run = run,
            MaxConcurrency = result.GetValue(_concurrency),
            AllowFileReferences = result.GetValue(_fileReferences) ? true : null,
            Progress = new ProgressLines(transfer, result.InvocationConfiguration.Error.WriteLine),
        };
    }
}
