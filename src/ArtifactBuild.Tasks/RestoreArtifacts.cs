using System.Diagnostics;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Runs;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Restores the project's artifact references: pins, downloads into the cache, and lists the files to copy.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestoreArtifacts : RestoreTask
{
    /// <summary>Whether aliases are resolved again.</summary>
    public bool Update { get; set; }

    /// <summary>The names of what an update is about; empty for everything.</summary>
    public string? UpdateOnly { get; set; }

    /// <summary>Whether this is an editor's design-time build, which uses no network, writes nothing and does not fail.</summary>
    public bool DesignTime { get; set; }

    /// <summary>The files to copy to the output, each with its <c>Link</c> and the metadata of its reference.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <summary>What the restore is remembered by; empty when the next build has to restore again, for example to warn again.</summary>
    [Output]
    public string Stamp { get; private set; } = "";

    /// <summary>The absolute path of the file that says as JSON what was restored; empty for none.</summary>
    public string? ResultFile { get; set; }

    /// <inheritdoc/>
    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (DesignTime)
        {
            await PreviewAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        RestoreResultFile.Remove(ResultFile);
        var clock = Stopwatch.StartNew();
        OptionValues values = Values;
        // Before the download, so that a wrong value is reported first.
        bool tracksUsage = values[OptionTable.TrackUsage].ToTruth() && !Update;
        var restore = new ArtifactRestore(Request() with
        {
            // An update changes the lockfile because somebody asked for it by name.
            Locked = values[OptionTable.LockedMode].ToTruth() && !Update,
            Offline = values[OptionTable.Offline].ToTruth(),
            Update = Update,
            UpdateOnly = ListText.ReadNames(UpdateOnly),
        });
        await using var closing = restore.ConfigureAwait(false);
        RestoreResult result = await restore.RunAsync(cancellationToken).ConfigureAwait(false);
        if (tracksUsage)
            await RecordUsageAsync(restore, result, cancellationToken).ConfigureAwait(false);
        RestoreResultFile.Write(ResultFile, restore.Request, result);
        Files = ToItems(restore.Request, result.Files);
        if (result.Warnings.Count == 0)
            Stamp = result.Stamp ?? "";
        foreach (BuildWarning warning in result.Warnings)
            LogWarning(warning.Code, warning.Message, PlaceOf(warning.Reference));
        if (Update)
            ShowMoves(result);
        if (result.DownloadedFiles > 0 || (result.LockFileWritten && !Update))
            Log.LogMessage(MessageImportance.High, RestoreSummary.OfBuild(result, References.Length, clock.Elapsed));
    }

    private async Task RecordUsageAsync(ArtifactRestore restore, RestoreResult result, CancellationToken cancellationToken)
    {
        // First, because asking git who builds takes time.
        if (restore.Request.Offline || result.UpToDate)
            return;
        BuildSettings settings = restore.Request.Settings;
        Run run = await BuildRun
            .CaptureAsync(settings.Entity, settings.Project, Path.GetFileName(ProjectFile), settings.ProjectDirectory, cancellationToken)
            .ConfigureAwait(false);
        foreach (ArtifactException warning in await restore.RecordUsesAsync(run, result, cancellationToken).ConfigureAwait(false))
            LogWarning(warning.Code, warning.Message, null);
    }

    // An update is asked for by name, so it always says what it found.
    private void ShowMoves(RestoreResult result)
    {
        foreach (PinMove move in result.Moves)
            Log.LogMessage(MessageImportance.High, move.ToString());
        if (result.Moves.Count == 0)
        {
            Log.LogMessage(
                MessageImportance.High,
                result.LockFileWritten ? $"No pin moved; {LockFile} was brought up to date." : "No pin moved: the lockfile is up to date.");
        }
    }

    private async Task PreviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var restore = new ArtifactRestore(Request());
            await using var closing = restore.ConfigureAwait(false);
            Files = ToItems(restore.Request, await restore.PreviewAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (ArtifactException)
        {
            // A design-time build, in which somebody is typing the item. The next real build reports what is wrong with it.
        }
    }

    private ITaskItem[] ToItems(RestoreRequest request, IReadOnlyList<RestoredFile> files)
    {
        var items = new ITaskItem[files.Count];
        for (int i = 0; i < items.Length; i++)
        {
            ITaskItem reference = References[files[i].Reference];
            // Literal, because a path may have what MSBuild takes for wildcards, lists and escapes.
            ITaskItem2 item = new TaskItem();
            item.EvaluatedIncludeEscaped = MSBuildText.Escape(files[i].Source);
            item.SetMetadataValueLiteral("Link", files[i].Target);
            item.SetMetadata("CopyToOutputDirectory", reference.GetMetadata("CopyToOutputDirectory"));
            item.SetMetadata("CopyToPublishDirectory", reference.GetMetadata("CopyToPublishDirectory"));
            // Of another name than the item's own Pack, which is always false.
            item.SetMetadata("ArtifactPack", request.References[files[i].Reference].IsPacked ? "true" : "false");
            items[i] = item;
        }

        return items;
    }
}
