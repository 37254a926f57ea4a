using ArtifactBuild.Testing;

namespace ArtifactBuild.Architecture.Tests;

/// <summary>The product's sources, wherever the repository lies.</summary>
internal static class SourceFolder
{
    public static string Path { get; } = Repository.PathOf("src");

    public static string Of(string project) => System.IO.Path.Combine(Path, project);

    /// <summary>The files that somebody wrote: none of those that a build makes.</summary>
    public static string[] FilesOf(string project) =>
        [.. Repository.FilesBelow(Of(project)).Where(file => System.IO.Path.GetExtension(file) == ".cs").Order(StringComparer.Ordinal)];

    public static string Below(string project, string file) =>
        System.IO.Path.GetRelativePath(Of(project), file).Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
