using System.Globalization;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Content;

namespace ArtifactBuild.Tasks;

/// <summary>The one line that a restore leaves in the log when it did something.</summary>
internal static class RestoreSummary
{
    public static string Of(RestoreResult result, int references, TimeSpan elapsed)
    {
        string how = result.DownloadedFiles == 0
            ? "everything was in the cache"
            : string.Create(CultureInfo.InvariantCulture, $"{Count(result.DownloadedFiles, "file", "files")}, {ByteSize.Text(result.DownloadedBytes)} downloaded");
        string pinned = result.LockFileWritten ? ", lockfile written" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Restored {Count(references, "artifact", "artifacts")} ({how}{pinned}, {elapsed.TotalSeconds:0.0} s)");
    }

    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
