namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// What version 0.1.0 kept in obj/ in place of <see cref="LastBuildFile"/>. MSBuild does not know the copies that are listed there, so
/// the first build, or a clean, reads them once and removes the lists.
/// </summary>
/// <param name="workDirectory">The absolute path of the project's folder in obj/.</param>
internal sealed class FormerLists(string workDirectory)
{
    private const int HeaderLines = 5;
    private const string CopiesName = "artifacts.copies";

    /// <summary>The copies in an output: their paths below it, with <c>/</c>.</summary>
    /// <param name="outputDirectory">The absolute path of the output, with the separator at its end.</param>
    public IEnumerable<string> CopiesIn(string outputDirectory)
    {
        string path = Path.Combine(workDirectory, CopiesName);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return lines.Length > HeaderLines && lines[1] == outputDirectory
            ? lines.Skip(HeaderLines).Where((line, i) => i % 2 == 0 && line.Length > 0)
            : [];
    }

    public void Remove()
    {
        foreach (string name in (string[])["artifacts.stamp", "artifacts.folders", CopiesName])
        {
            string path = Path.Combine(workDirectory, name);
            if (File.Exists(path))
                File.Delete(path);
        }
    }
}
