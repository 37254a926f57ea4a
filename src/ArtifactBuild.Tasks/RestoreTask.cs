using ArtifactBuild.Builds;
using Microsoft.Build.Framework;

namespace ArtifactBuild.Tasks;

/// <summary>What the tasks that read <c>ArtifactReference</c> items have in common.</summary>
public abstract class RestoreTask : ArtifactTask
{
    /// <summary>The <c>ArtifactReference</c> items.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The absolute path of the lockfile.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>The absolute path of the folder for the stamp and for loaded references.</summary>
    [Required]
    public string WorkDirectory { get; set; } = "";

    /// <summary>Whether the lockfile belongs to this project alone.</summary>
    public bool OwnsLockFile { get; set; }

    /// <summary>The restore that the items ask for.</summary>
    private protected RestoreRequest Request()
    {
        BuildSettings settings = Settings("Downloading artifacts");
        ReferenceDeclaration[] references =
            [.. References.Select(item => ReferenceDeclaration.Read(item.ItemSpec, item.GetMetadata, settings))];
        return new RestoreRequest(settings, references, LockFile, WorkDirectory) { OwnsLockFile = OwnsLockFile };
    }
}
