using System.Reflection;

namespace ArtifactBuild.Testing;

/// <summary>The files of the repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj"];

    /// <summary>The folder of the solution. The output may lie elsewhere, so the build compiled it in.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The path of a file or folder.</summary>
    /// <param name="parts">Its path from the root, in parts.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files of the root and of its folders. Those of git and of editors begin with a dot.</summary>
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Root).Concat(Directory.EnumerateDirectories(Root)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.') && !Made.Contains(Path.GetFileName(folder)))
            .SelectMany(FilesBelow));

    /// <summary>The files below a folder of the repository, without what a build makes.</summary>
    public static IEnumerable<string> FilesBelow(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
            yield return file;
        foreach (string below in Directory.EnumerateDirectories(folder).Where(path => !Made.Contains(Path.GetFileName(path))))
        {
            foreach (string file in FilesBelow(below))
                yield return file;
        }
    }
}
