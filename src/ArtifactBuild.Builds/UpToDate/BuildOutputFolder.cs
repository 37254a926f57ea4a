using ArtifactBuild.Content;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>The output of a build: which of many files lie below it.</summary>
internal sealed class BuildOutputFolder(string directory)
{
    private readonly string _prefix = System.IO.Path.TrimEndingDirectorySeparator(directory) + System.IO.Path.DirectorySeparatorChar;

    /// <summary>How this system compares paths.</summary>
    public static StringComparer Paths { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public string Path => _prefix;

    public string Locate(string target) => _prefix + target.Replace('/', System.IO.Path.DirectorySeparatorChar);

    /// <summary>Those of many absolute paths that lie below the output, relative to it and with <c>/</c>.</summary>
    public List<string> Below(IEnumerable<string> paths)
    {
        // No iterator, which would have the JIT compile six methods in a build with nothing to do.
        var below = new List<string>();
        foreach (string path in paths)
        {
            if (IsBelow(path))
                below.Add(Relative(path));
        }

        return below;
    }

    /// <summary>Takes files off MSBuild's list of what it wrote, so that it neither compares nor deletes them.</summary>
    public void Unlist(string cleanFile, IEnumerable<string> targets)
    {
        if (!File.Exists(cleanFile))
            return;
        var unlisted = targets.ToHashSet(Paths);
        string[] lines = File.ReadAllLines(cleanFile);
        string[] rest = [.. lines.Where(line => !IsBelow(line) || !unlisted.Contains(Relative(line)))];
        if (rest.Length == lines.Length)
            return;
        // MSBuild owns the list. If only half of it were written, MSBuild would not delete the files of the other half.
        WholeFile.Write(cleanFile, rest);
    }

    private bool IsBelow(string path) =>
        path.Length > _prefix.Length && Paths.Equals(path[.._prefix.Length], _prefix);

    private string Relative(string path) => path[_prefix.Length..].Replace('\\', '/');
}
