using System.Reflection;

namespace ArtifactBuild.Testing;

/// <summary>The programs that a test project starts; StartedPrograms.targets compiles their paths in, so that any output layout will do.</summary>
internal static class BuildPaths
{
    public static string Cli => Of("artifact");

    public static string TestHost => Of("ArtifactBuild.TestHost");

    // Each test project is a program, and knows the paths of those that it refers to.
    private static string Of(string name) => Assembly.GetEntryAssembly()!
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
