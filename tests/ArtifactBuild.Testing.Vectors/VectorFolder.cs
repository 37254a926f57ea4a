namespace ArtifactBuild.Testing.Vectors;

/// <summary>Where the golden vectors lie.</summary>
internal static class VectorFolder
{
    /// <summary>The variable that names another folder of vectors in the format of <c>tests/vectors/README.md</c>.</summary>
    public const string Variable = "ARTIFACT_VECTORS";

    /// <summary>The vectors to run: those of <c>ARTIFACT_VECTORS</c>, else the repository's own.</summary>
    /// <exception cref="DirectoryNotFoundException">The variable names no folder.</exception>
    public static string Root => Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } other ? Own
        : Directory.Exists(other) ? other
        : throw new DirectoryNotFoundException($"{Variable} names “{other}”, and there is no such folder.");

    public static string Own { get; } = Repository.PathOf("tests", "vectors");

    /// <summary>
    /// The vectors of a folder, by name: for example <c>files/one_file</c>. Windows can't have a folder <c>aux</c>, so the
    /// repository calls its copy <c>aux_</c>, and both are the group <c>aux</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Files(string root) => new SortedDictionary<string, string>(
        Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).ToDictionary(path => NameOf(root, path)), StringComparer.Ordinal);

    private static string NameOf(string root, string path)
    {
        string name = Path.ChangeExtension(Path.GetRelativePath(root, path), null).Replace('\\', '/');
        return name.StartsWith("aux_/", StringComparison.Ordinal) ? "aux" + name[4..] : name;
    }
}
