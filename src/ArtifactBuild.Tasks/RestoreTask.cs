using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
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

    /// <summary>The absolute path of the folder in obj/ for what the next build has to know and for loaded references.</summary>
    [Required]
    public string WorkDirectory { get; set; } = "";

    /// <summary>Whether the lockfile belongs to this project alone.</summary>
    public bool OwnsLockFile { get; set; }

    /// <summary>The restore that the items ask for.</summary>
    private protected RestoreRequest Request()
    {
        BuildSettings settings = Settings("Downloading artifacts");
        var references = new ArtifactReferenceItem[References.Length];
        for (int i = 0; i < references.Length; i++)
            references[i] = Read(i, settings);
        return new RestoreRequest(settings, references, LockFile, WorkDirectory) { OwnsLockFile = OwnsLockFile };
    }

    /// <summary>Where an item stands.</summary>
    private protected ItemPlace PlaceOf(int reference) => ItemPlace.Find(References[reference], "ArtifactReference", ProjectFile);

    /// <inheritdoc/>
    private protected override ItemPlace? PlaceOf(ArtifactException e) =>
        e.Reference is int reference ? PlaceOf(reference) : null;

    private ArtifactReferenceItem Read(int reference, BuildSettings settings)
    {
        ITaskItem item = References[reference];
        try
        {
            return ArtifactReferenceItem.Read(item.ItemSpec, item.GetMetadata, settings);
        }
        catch (ArtifactException e)
        {
            e.Reference = reference;
            throw;
        }
    }
}
