using System.Reflection;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>Paths, and other facts of the repository, that the build compiled in.</summary>
internal static class BuildPaths
{
    public static string RepositoryRoot => Of("RepositoryRoot");

    public static string Cli => Of("artifact");

    public static string PackageVersion => Of("PackageVersion");

    private static string Of(string key) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
