namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// What a build leaves in its folder of obj/ for the next one: whether the restore still holds, and which copies it made. The next
/// build has nothing to do when all of it is as it stands here.
/// </summary>
internal sealed record LastBuild
{
    /// <summary>The restore; <see langword="null"/> if the next build has to restore in any case.</summary>
    public RememberedRestore? Restore { get; init; }

    /// <summary>
    /// All that the project said and that may change what there is to do, on one line. Empty if the copies are not known to be those
    /// of <see cref="Restore"/>, so that the next build has to look at them.
    /// </summary>
    public string Inputs { get; init; } = "";

    /// <summary>The absolute path of the output, with the separator at its end.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>What was copied: the paths below the output, with <c>/</c>.</summary>
    public FileTime[] Copies { get; init; } = [];

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty => Restore is null && Copies.Length == 0;
}

/// <summary>A restore, as far as a later build can see without a look at the lockfile's text or at an object that it still holds.</summary>
/// <param name="Stamp">The digest of all that the restore depended on.</param>
/// <param name="LockFile">The lockfile.</param>
/// <param name="UsesFile">The absolute path of the cache's note that the objects are in use.</param>
/// <param name="CacheFolders">The folders of the cache with the objects. They change their times when an object goes or is replaced.</param>
internal sealed record RememberedRestore(string Stamp, FileState LockFile, string UsesFile, FileTime[] CacheFolders);
