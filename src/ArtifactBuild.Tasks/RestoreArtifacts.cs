using System.Diagnostics;
using ArtifactBuild.Builds;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Restores the project's artifact references: pins, downloads into the cache, and lists the files to copy.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestoreArtifacts : RestoreTask
{
    /// <summary>Whether a lockfile that does not fit the project is an error.</summary>
    public bool Locked { get; set; }

    /// <summary>Whether the registry may not be asked.</summary>
    public bool Offline { get; set; }

    /// <summary>Whether aliases are resolved again.</summary>
    public bool Update { get; set; }

    /// <summary>Whether this is an editor's design-time build, which uses no network, writes nothing and does not fail.</summary>
    public bool DesignTime { get; set; }

    /// <summary>The files to copy to the output, each with its <c>Link</c> and the metadata of its reference.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <inheritdoc/>
    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (DesignTime)
        {
            await PreviewAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var clock = Stopwatch.StartNew();
        using var restore = new ArtifactRestore(Request() with { Locked = Locked, Offline = Offline, Update = Update });
        RestoreResult result = await restore.RunAsync(cancellationToken).ConfigureAwait(false);
        Files = ToItems(result.Files);
        if (result.DownloadedFiles > 0 || result.LockFileWritten)
            Log.LogMessage(MessageImportance.High, RestoreSummary.Of(result, References.Length, clock.Elapsed));
    }

    private async Task PreviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var restore = new ArtifactRestore(Request());
            Files = ToItems(await restore.PreviewAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (ArtifactException)
        {
            // Somebody is typing the item; the build proper says what is wrong with it.
        }
    }

    private ITaskItem[] ToItems(IReadOnlyList<RestoredFile> files)
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
            item.SetMetadata("ArtifactPack", reference.GetMetadata("Pack"));
            items[i] = item;
        }

        return items;
    }
}
