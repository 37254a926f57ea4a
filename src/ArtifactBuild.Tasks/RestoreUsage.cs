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
        RestoreRequest request, RestoreResult result, string projectFile, TaskLoggingHelper log, CancellationToken cancellationToken)
    {
        // Before anybody asks git who builds.
        if (request.Offline || result.UpToDate)
            return;
        BuildSettings settings = request.Settings;
        Run run = await BuildRun
            .CaptureAsync(settings.Entity, settings.Project, Path.GetFileName(projectFile), settings.ProjectDirectory, cancellationToken)
            .ConfigureAwait(false);
        RestoreRequest asRun = request with { Settings = settings with { Run = run } };
        foreach (ArtifactException warning in await UsageTracking.RecordAsync(asRun, result, cancellationToken).ConfigureAwait(false))
            log.LogWarning(null, warning.Code, null, null, projectFile, 0, 0, 0, 0, warning.Message);
    }
}
