using System.Globalization;
using ArtifactBuild.Content;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Builds.Restore;

/// <summary>The one line in which a build, or the tool, says what a restore did.</summary>
internal static class RestoreSummary
{
    /// <summary>What a build says.</summary>
    public static string OfBuild(RestoreResult result, int references, TimeSpan elapsed)
    {
        string pinned = result.LockFileWritten ? ", lockfile written" : "";
        string time = string.Create(CultureInfo.InvariantCulture, $", {elapsed.TotalSeconds:0.0} s");
        return $"Restored {Plural.Text(references, "artifact", "artifacts")} ({Downloads(result.DownloadedFiles, result.DownloadedBytes)}{pinned}{time})";
    }

    /// <summary>What the tool says about several lockfiles.</summary>
    public static string OfLockfiles(int lockfiles, int files, long bytes) =>
        $"Restored {Plural.Text(lockfiles, "lockfile", "lockfiles")} ({Downloads(files, bytes)})";

    private static string Downloads(int files, long bytes) => files == 0
        ? "everything was in the cache"
        : $"{Plural.Text(files, "file", "files")}, {ByteSize.Text(bytes)} downloaded";
}
