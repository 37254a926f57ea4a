namespace ArtifactBuild.Builds.UpToDate;

/// <summary>A file as it was, as far as size and time tell: what MSBuild, too, compares before it copies.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Size">The size in bytes; 0 for a file that is not there.</param>
/// <param name="Ticks">The time of the last write in units of 100 ns since the year 1; 0 for a file that is not there.</param>
internal readonly record struct FileState(string Path, long Size, long Ticks)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="path">The absolute path.</param>
    /// <returns>The state.</returns>
    public static FileState Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileState(path, file.Length, file.LastWriteTimeUtc.Ticks) : new FileState(path, 0, 0);
    }

    /// <summary>Whether two files have the same size and time.</summary>
    public bool IsLike(FileState other) => Size == other.Size && Ticks == other.Ticks;
}
