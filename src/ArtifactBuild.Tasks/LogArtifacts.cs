using System.Globalization;
using ArtifactBuild.Builds;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registries;
using ArtifactBuild.Runs;
using ArtifactBuild.Transfer;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Logs the project's <c>ArtifactOutput</c> items, each whole or not at all, several at a time.</summary>
[MSBuildMultiThreadableTask]
public sealed class LogArtifacts : ArtifactTask
{
    /// <summary>The <c>ArtifactOutput</c> items.</summary>
    [Required]
    public ITaskItem[] Outputs { get; set; } = [];

    /// <summary>
    /// What was logged, in the order of the items: <c>entity/project/name:version</c>, with <c>Version</c>, <c>Digest</c>,
    /// <c>ManifestSha256</c> and <c>IsNewVersion</c>.
    /// </summary>
    [Output]
    public ITaskItem[] Logged { get; private set; } = [];

    /// <inheritdoc/>
    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        BuildSettings settings = await SettingsWithRunAsync(cancellationToken).ConfigureAwait(false);
        OutputDeclaration[] outputs = [.. Outputs.Select(item => OutputDeclaration.Read(item.ItemSpec, item.GetMetadata, settings))];
        LogResult?[] results = await Task.WhenAll(outputs.Select(output => TryLogAsync(settings, output, cancellationToken)))
            .ConfigureAwait(false);
        Logged = [.. results.OfType<LogResult>().Select(ToItem)];
        foreach (LogResult result in results.OfType<LogResult>().Where(result => result.IsNewVersion))
        {
            Log.LogMessage(MessageImportance.High, string.Create(
                CultureInfo.InvariantCulture,
                $"Logged {result.Artifact.QualifiedName} ({RestoreSummary.Count(result.Artifact.FileCount, "entry", "entries")}, {ByteSize.Text(result.UploadedBytes)} sent)"));
        }
    }

    private async Task<BuildSettings> SettingsWithRunAsync(CancellationToken cancellationToken)
    {
        BuildSettings settings = Settings("Logging");
        Run run = await RunEnvironment
            .CaptureAsync(settings.Entity, settings.Project, Path.GetFileName(ProjectFile), settings.ProjectDirectory, cancellationToken)
            .ConfigureAwait(false);
        return settings with { Run = run };
    }

    // One output that fails does not keep the others from being logged.
    private async Task<LogResult?> TryLogAsync(BuildSettings settings, OutputDeclaration output, CancellationToken cancellationToken)
    {
        try
        {
            return await OutputLog.RunAsync(settings, output, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            LogError(e);
            return null;
        }
    }

    private static ITaskItem ToItem(LogResult result)
    {
        var item = new TaskItem(result.Artifact.QualifiedName);
        item.SetMetadata("Version", result.Artifact.Version);
        item.SetMetadata("Digest", result.Artifact.Digest);
        item.SetMetadata("ManifestSha256", result.Artifact.CommitHash);
        item.SetMetadata("IsNewVersion", result.IsNewVersion ? "true" : "false");
        return item;
    }
}
