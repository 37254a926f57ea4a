using ArtifactBuild.Builds;
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
    /// <summary>The <c>ArtifactReference</c> items.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The files of the references, as the restore gave them.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Whether the next build has to look at the files even if nothing changed, for example to warn again.</summary>
    public bool MustLookAgain { get; set; }

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
            if (file.GetMetadata("CopyToOutputDirectory") is not ("Never" or ""))
                files[file.GetMetadata("Link")] = file.ItemSpec;
        }

        string folder = Path.GetDirectoryName(ProjectFile)!;
        IReadOnlyList<string> stuck = new OutputCopies(WorkDirectory, OutputDirectory).Record(
            MustLookAgain ? null : CopyKinds.Of(References),
            files,
            Written.Select(item => Path.GetFullPath(item.ItemSpec, folder)),
            CleanFile);
        foreach (string path in stuck)
            Log.LogMessage(MessageImportance.High, $"{path} is not wanted any more, but can't be deleted now. The next build tries again.");
        return Task.CompletedTask;
    }
}
