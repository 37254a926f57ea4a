using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Remembers the copies that a build made, and deletes those of the build before that no reference asks for any more: all of them when
/// there are no files.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class RecordCopies : ArtifactTask
{
    /// <summary>All that the project says and that may change what there is to do.</summary>
    public string Inputs { get; set; } = "";

    /// <summary>The <c>ArtifactReference</c> items. Without any there is no restore to remember.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The files of the references, as the restore gave them.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>What the restore of this build is remembered by; empty if the next build has to restore in any case.</summary>
    public string RestoreStamp { get; set; } = "";

    /// <summary>The absolute path of the folder in obj/ for what the next build has to know.</summary>
    [Required]
    public string WorkDirectory { get; set; } = "";

    /// <summary>The absolute path of the output.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>What else the build wrote.</summary>
    public ITaskItem[] Written { get; set; } = [];

    /// <summary>The absolute path of MSBuild's list of what it wrote.</summary>
    [Required]
    public string CleanFile { get; set; } = "";

    /// <inheritdoc/>
    private protected override Task RunAsync(CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ITaskItem file in Files)
        {
            if (CopyKinds.IsCopied(file.GetMetadata("CopyToOutputDirectory")))
                files[file.GetMetadata("Link")] = file.ItemSpec;
        }

        try
        {
            foreach (string path in Record(files))
            {
                Log.LogMessage(
                    MessageImportance.High, $"{path} is not wanted any more, but can't be deleted. Close what uses it; the next build tries again.");
            }
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            Log.LogMessage($"What was copied can't be remembered: {e.Message} The next build looks at each file again; make {WorkDirectory} writable to spare it that.");
        }

        return Task.CompletedTask;
    }

    private IReadOnlyList<string> Record(Dictionary<string, string> files)
    {
        string folder = Path.GetDirectoryName(ProjectFile)!;
        string stamp = Array.TrueForAll(References, CopyKinds.IsRightWhenUntouched) ? RestoreStamp : "";
        return new BuildOutputCopies(WorkDirectory, OutputDirectory).Record(
            Inputs,
            References.Length > 0 ? stamp : null,
            files,
            Written.Select(item => Path.GetFullPath(item.ItemSpec, folder)),
            CleanFile);
    }
}
