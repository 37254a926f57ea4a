using System.Reflection;

namespace ArtifactBuild.Architecture.Tests;

/// <summary>The product's sources, wherever the repository lies.</summary>
internal static class SourceFolder
{
    public static string Path { get; } = typeof(SourceFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Sources").Value!;

    public static string Of(string project) => System.IO.Path.Combine(Path, project);

    /// <summary>The files that somebody wrote: none of those that a build makes.</summary>
    public static string[] FilesOf(string project) =>
    [
        .. Directory.EnumerateFiles(Of(project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Below(project, file).Split('/')[0].Equals("obj", StringComparison.Ordinal)
                && !Below(project, file).Split('/')[0].Equals("bin", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string Below(string project, string file) =>
        System.IO.Path.GetRelativePath(Of(project), file).Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
