using ArtifactBuild.Builds.UpToDate;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Remembers the copies that a build made, and deletes those of the build before that nobody wants any more: all of them when
/// there are no files.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class RecordCopies : ArtifactTask
{
    /// <summary>All that the project says and that may change what there is to do.</summary>
    public string Inputs { get; set; } = "";

    /// <summary>The <c>ArtifactReference</c> items.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The files of the references, as the restore gave them.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The lockfile as the restore found or left it; empty if the next build has to restore in any case.</summary>
    public string? LockFileState { get; set; }

    /// <summary>The absolute path of the file that says that the cache's objects are in use.</summary>
    public string? UsesFile { get; set; }

    /// <summary>The absolute path of the folder with the stamp.</summary>
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogMessage($"What was copied can't be remembered: {e.Message} The next build looks at each file again; make {WorkDirectory} writable to spare it that.");
        }

        return Task.CompletedTask;
    }

    private IReadOnlyList<string> Record(Dictionary<string, string> files)
    {
        bool isComparable = !string.IsNullOrEmpty(LockFileState) && Array.TrueForAll(References, CopyKinds.IsRightWhenUntouched);
        string folder = Path.GetDirectoryName(ProjectFile)!;
        return new OutputCopies(WorkDirectory, OutputDirectory).Record(
            Inputs,
            isComparable ? new RestoreEvidence(FileState.Parse(LockFileState), UsesFile ?? "") : null,
            files,
            Written.Select(item => Path.GetFullPath(item.ItemSpec, folder)),
            CleanFile);
    }
}
