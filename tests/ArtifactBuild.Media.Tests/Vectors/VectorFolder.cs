using System.Reflection;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>Where the golden vectors lie. Both projects that read vectors compile this file.</summary>
internal static class VectorFolder
{
    /// <summary>The vectors to run: those of <c>ARTIFACT_VECTORS</c>, else the repository's own.</summary>
    public static string Root => Environment.GetEnvironmentVariable("ARTIFACT_VECTORS") is { Length: > 0 } other ? other : Own;

    public static string Own => typeof(VectorFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Vectors").Value!;

    /// <summary>A group of vectors. Windows can't have a folder <c>aux</c>, so the repository calls its copy <c>aux_</c>.</summary>
    public static string Of(string root, string group)
    {
        string path = Path.Combine(root, group);
        return Directory.Exists(path + "_") ? path + "_" : path;
    }
}
