using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>What a restore knows from the build before, and leaves to the next one.</summary>
internal sealed class RestoreMemory(RestoreRequest request, ArtifactCache cache)
{
    private readonly LastBuildFile _file = new(request.WorkDirectory);

    /// <summary>Whether the last restore was of the same references and the same lockfile, with the same cache.</summary>
    /// <param name="lockText">The text of the lockfile.</param>
    public bool IsCurrent(string lockText) =>
        cache.Generation() is not null && _file.Read()?.Restore?.Stamp == RestoreStamp.Of(request, cache, lockText);

    /// <summary>
    /// Leaves the restore to the next build if the cache has every object as it was taken in, as far as times tell. One that went is then
    /// fetched again instead of failing the copy.
    /// </summary>
    /// <param name="lockText">The text of the lockfile that was restored.</param>
    /// <param name="files">The files of the restore.</param>
    /// <param name="manifests">The manifests that were read to list them.</param>
    /// <returns>
    /// The stamp of the restore; <see langword="null"/> if an object is not there or the lockfile is another one by now, so that nobody
    /// may rely on the restore.
    /// </returns>
    /// <exception cref="ArtifactFileException">The lockfile can't be read.</exception>
    public string? Remember(string lockText, IReadOnlyList<RestoredFile> files, IEnumerable<string> manifests)
    {
        // Before the text is read and before the objects are looked at: what changes meanwhile then shows the next time.
        var lockFile = FileState.Of(request.LockFile);
        FileTime[] folders = CacheFolders.Of(files, manifests);
        LastBuild last = _file.Read() ?? new LastBuild();
        bool holds = LockfileStorage.ReadText(request.LockFile) == lockText && ArePresent(folders, last.Restore, files);
        string? stamp = holds ? RestoreStamp.Of(request, cache, lockText) : null;
        TryWrite(last with
        {
            Restore = stamp is null ? null : new RememberedRestore(stamp, lockFile, cache.Uses.PathOf(request.WorkDirectory), folders),
            // The copies are those of another restore, until the build has made those of this one.
            Inputs = stamp is not null && stamp == last.Restore?.Stamp ? last.Inputs : "",
        });
        return stamp;
    }

    private bool ArePresent(FileTime[] folders, RememberedRestore? last, IReadOnlyList<RestoredFile> files)
    {
        // Only a change of the generation tells a build that a prune removed objects.
        if (cache.Generation() is null)
            return false;
        return last?.CacheFolders.AsSpan().SequenceEqual(folders) == true
            || files.All(file => file.Digest is not Sha256Digest digest || ArtifactCache.HasTimeOf(file.Source, digest));
    }

    private void TryWrite(LastBuild build)
    {
        try
        {
            _file.Write(build);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // The next build finds the lockfile or the copies changed, or restores once more. The task that records the copies says why.
        }
    }
}
