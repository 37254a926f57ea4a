namespace ArtifactBuild.Testing;

internal static class Tree
{
    /// <summary>The relative paths of the files below a folder, in order; none when there is no folder.</summary>
    public static string[] Files(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
}
