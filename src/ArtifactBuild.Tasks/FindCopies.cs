using ArtifactBuild.Builds.UpToDate;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Looks whether a build has nothing to do for its artifact references. Each build compiles this class to the machine's code, so it
/// has few and plain methods.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FindCopies : Microsoft.Build.Utilities.Task
{
    /// <summary>All that the project says and that may change what there is to do.</summary>
    [Required]
    public string Inputs { get; set; } = "";

    /// <summary>The absolute path of the folder in obj/ with what the last build left.</summary>
    [Required]
    public string WorkDirectory { get; set; } = "";

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
    public override bool Execute()
    {
        if (new BuildOutputCopies(WorkDirectory, OutputDirectory).Find(Inputs, CleanFile) is { } copies)
        {
            AreInPlace = true;
            var items = new ITaskItem[copies.Length];
            for (int i = 0; i < items.Length; i++)
            {
                // MSBuild takes over the metadata of a class of its own as they are; of any other class it makes new ones.
                var item = new TaskItem(MSBuildText.Escape(copies[i].Path));
                item.SetMetadata("CopyToOutputDirectory", CopyKinds.IfDifferent);
                item.SetMetadata("TargetPath", MSBuildText.Escape(copies[i].Target));
                items[i] = item;
            }

            Copies = items;
        }

        return true;
    }
}
