using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;
using ArtifactBuild.Shared;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Logs the project's <c>ArtifactOutput</c> items, each whole or not at all, several at a time.</summary>
[MSBuildMultiThreadableTask]
public sealed class LogArtifacts : ArtifactTask
{
    /// <summary>The <c>ArtifactOutput</c> items.</summary>
    [Required]
    public ITaskItem[] Outputs { get; set; } = [];

    /// <summary>The <c>ArtifactOutputUri</c> items.</summary>
    public ITaskItem[] Uris { get; set; } = [];

    /// <summary>The absolute path of the file that says as JSON what was done; empty for none.</summary>
    public string? ResultFile { get; set; }

    /// <summary>
    /// What was logged, in the order of the items: <c>entity/project/name:version</c>, with metadata for each part and for what
    /// the log did.
    /// </summary>
    [Output]
    public ITaskItem[] Logged { get; private set; } = [];

    /// <inheritdoc/>
    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(ResultFile))
            OutputResultFile.Remove(ResultFile);
        BuildSettings settings = await SettingsWithRunAsync(cancellationToken).ConfigureAwait(false);
        OutputReport report = await OutputLog
            .RunAsync(settings, Items(Outputs, "ArtifactOutput"), Items(Uris, "ArtifactOutputUri"), cancellationToken).ConfigureAwait(false);
        Logged = [.. report.Outputs.Where(output => output.Logged is not null).Select(LoggedItem.Of)];
        foreach (LogResult logged in report.Outputs.Select(output => output.Logged).OfType<LogResult>())
            Log.LogMessage(logged.IsNewVersion ? MessageImportance.High : MessageImportance.Normal, Line(logged));
        foreach (ArtifactException error in report.AllErrors)
            LogError(error);
        if (!string.IsNullOrEmpty(ResultFile))
            OutputResultFile.Write(ResultFile, report);
    }

    private async Task<BuildSettings> SettingsWithRunAsync(CancellationToken cancellationToken)
    {
        BuildSettings settings = Settings("Logging");
        Run run = await BuildRun
            .CaptureAsync(settings.Entity, settings.Project, Path.GetFileName(ProjectFile), settings.ProjectDirectory, cancellationToken)
            .ConfigureAwait(false);
        return settings with { Run = run };
    }

    private OutputItem[] Items(ITaskItem[] items, string itemType) =>
        [.. items.Select(item => new OutputItem(item.ItemSpec, item.GetMetadata)
        {
            Lists = name => MSBuildText.Split(((ITaskItem2)item).GetMetadataValueEscaped(name)),
            Locate = failure => Located(failure, item, itemType),
        })];

    private ArtifactException Located(ArtifactException failure, ITaskItem item, string itemType)
    {
        if (failure is ArtifactFileException)
            return failure;
        ItemPlace place = ItemPlace.Find(item, itemType, ProjectFile);
        return new ArtifactFileException(failure.Code, failure.Message, place.File, place.Line, place.Column);
    }

    // A build that logs each time says only at verbosity normal that it logged nothing.
    private static string Line(LogResult logged) => !logged.IsNewVersion
        ? $"Unchanged {logged.Artifact.QualifiedName}: the newest version has this content"
        : $"Logged {logged.Artifact.QualifiedName} ({Plural.Text(logged.Artifact.FileCount, "entry", "entries")}, {ByteSize.Text(logged.UploadedBytes)} sent)";
}
