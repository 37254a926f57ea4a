using System.Reflection;

namespace ArtifactBuild.Core.Tests.Fixtures;

/// <summary>Paths that the build compiled in.</summary>
internal static class BuildPaths
{
    /// <summary>The repository's own copy of the vectors.</summary>
    public static string Vectors => Of("Vectors");

    public static string Cli => Of("artifact");

    public static string TestHost => Of("ArtifactBuild.TestHost");

    private static string Of(string key) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
