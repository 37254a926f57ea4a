namespace ArtifactBuild.Builds.UpToDate;

/// <summary>When a file or folder was written last.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Ticks">The time in units of 100 ns since the year 1, in UTC.</param>
internal readonly record struct FileTime(string Path, long Ticks)
{
    /// <summary>Looks at a file or folder.</summary>
    /// <param name="path">The absolute path.</param>
    public static long TicksOf(string path) => File.GetLastWriteTimeUtc(path).Ticks;
}
