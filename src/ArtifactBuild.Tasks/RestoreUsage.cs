using ArtifactBuild.Builds;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Tells the registries what a restore used. Whatever goes wrong is a warning.</summary>
internal static class RestoreUsage
{
    public static async Task RecordAsync(
        string? trackUsage, ArtifactRestore restore, RestoreResult result, string projectFile, TaskLoggingHelper log, CancellationToken cancellationToken)
    {
        RestoreRequest request = restore.Request;
        // Before anybody asks git who builds.
        if (!IsOn(trackUsage) || request.Offline || result.UpToDate)
            return;
        BuildSettings settings = request.Settings;
        Run run = await BuildRun
            .CaptureAsync(settings.Entity, settings.Project, Path.GetFileName(projectFile), settings.ProjectDirectory, cancellationToken)
            .ConfigureAwait(false);
        RestoreRequest asRun = request with { Settings = settings with { Run = run } };
        foreach (ArtifactException warning in await UsageTracking.RecordAsync(asRun, result, cancellationToken).ConfigureAwait(false))
            log.LogWarning(null, warning.Code, null, null, projectFile, 0, 0, 0, 0, warning.Message);
    }

    // As text, because MSBuild would refuse a wrong value in words that name a parameter of a task.
    private static bool IsOn(string? trackUsage) => trackUsage?.Trim().ToUpperInvariant() switch
    {
        null or "" or "FALSE" => false,
        "TRUE" => true,
        _ => throw new ArtifactException(ArtifactCodes.InvalidOption, $"The property ArtifactTrackUsage is “{trackUsage}”. Give true or false."),
    };
}
