using System.Reflection;

namespace ArtifactBuild.Core.Tests.Fixtures;

/// <summary>Paths that the build compiled in.</summary>
internal static class BuildPaths
{
    public static string Cli => Of("artifact");

    public static string TestHost => Of("ArtifactBuild.TestHost");

    private static string Of(string key) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
