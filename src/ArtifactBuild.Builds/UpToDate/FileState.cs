using System.Globalization;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>A file as it was, as far as size and time tell: what MSBuild, too, compares before it copies.</summary>
/// <param name="Size">The size in bytes; 0 for a file that is not there.</param>
/// <param name="Ticks">The time of the last write in ticks of 100 ns; 0 for a file that is not there.</param>
/// <param name="Name">What the file is called where the state is kept.</param>
internal readonly record struct FileState(long Size, long Ticks, string Name)
{
    /// <summary>Looks at a file.</summary>
    /// <param name="path">The absolute path, which is also the name.</param>
    /// <returns>The state.</returns>
    public static FileState Of(string path) => Of(path, path);

    internal static FileState Of(string path, string name)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileState(file.Length, file.LastWriteTimeUtc.Ticks, name) : new FileState(0, 0, name);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The state.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    /// <exception cref="OverflowException">A number is too large.</exception>
    public static FileState Parse(string? line)
    {
        int size = line?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        int ticks = line?.IndexOf(' ', size + 1) ?? -1;
        if (size < 0 || ticks < 0)
            throw new FormatException();
        return new FileState(
            long.Parse(line.AsSpan(0, size), CultureInfo.InvariantCulture),
            long.Parse(line.AsSpan(size + 1, ticks - size - 1), CultureInfo.InvariantCulture),
            line![(ticks + 1)..]);
    }

    /// <summary>Gives the state as a line.</summary>
    /// <returns>Size, ticks and name.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size} {Ticks} {Name}");
}
