using ArtifactBuild.Builds;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace ArtifactBuild.Tasks;

/// <summary>Looks whether a build has nothing to do for its artifact references.</summary>
[MSBuildMultiThreadableTask]
public sealed class FindCopies : RestoreTask
{
    /// <summary>The absolute path of the output.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The absolute path of MSBuild's list of what it wrote.</summary>
    [Required]
    public string CleanFile { get; set; } = "";

    /// <summary>Whether everything is in place.</summary>
    [Output]
    public bool AreInPlace { get; private set; }

    /// <summary>The copies, for the projects that refer to this one, when everything is in place.</summary>
    [Output]
    public ITaskItem[] Copies { get; private set; } = [];

    /// <inheritdoc/>
    private protected override Task RunAsync(CancellationToken cancellationToken)
    {
        if (CopyKinds.Of(References) is not string kinds)
            return Task.CompletedTask;
        using var restore = new ArtifactRestore(Request());
        if (restore.FindCopies(new OutputCopies(WorkDirectory, OutputDirectory), kinds, CleanFile) is { } targets)
        {
            AreInPlace = true;
            Copies = [.. targets.Select(ToItem)];
        }

        return Task.CompletedTask;
    }

    private TaskItem ToItem(string target)
    {
        var item = new TaskItem();
        ((ITaskItem2)item).EvaluatedIncludeEscaped = MSBuildText.Escape(Path.Combine(OutputDirectory, target));
        ((ITaskItem2)item).SetMetadataValueLiteral("TargetPath", target);
        item.SetMetadata("CopyToOutputDirectory", "IfDifferent");
        return item;
    }
}
