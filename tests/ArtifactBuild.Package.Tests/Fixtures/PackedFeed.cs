namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>
/// The package as this run packed it, and a folder of packages of its own, because a version that was packed anew would not
/// replace the old one in the user's.
/// </summary>
internal static class PackedFeed
{
    private static readonly string Root = Directory.CreateTempSubdirectory("artifactbuild-feed-").FullName;

    public static string Folder => Path.Combine(Root, "feed");

    public static string Packages => Path.Combine(Root, "packages");

    /// <summary>Where each restore that projects share was done.</summary>
    public static string RestoredProjects => Path.Combine(Root, "restored");

    public static string Package => Directory.GetFiles(Folder, "*.nupkg").Single();

    public static string Symbols => Directory.GetFiles(Folder, "*.snupkg").Single();

    /// <summary>What a project asks for: the package's version, compiled in as the repository sets it.</summary>
    public static string Version => BuildPaths.PackageVersion;

    /// <summary>
    /// Packs with outputs of its own, so that nothing in the repository is written but what a restore writes, and without the
    /// analyzers, which take longer than the compilation and were run by the repository's own build.
    /// </summary>
    public static async Task CreateAsync()
    {
        CommandResult packed = await Command.RunAsync(
            new CommandLine(Command.Dotnet, BuildPaths.RepositoryRoot)
            {
                Arguments = ["pack", "src/ArtifactBuild", "-c", "Release", "--artifacts-path", Path.Combine(Root, "build"), "-o", Folder, "-p:RunAnalyzers=false"],
            });
        packed.AssertSuccess();
        // A temporary folder is its owner's alone, and one test builds as somebody else.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    public static void Delete() => Directory.Delete(Root, recursive: true);

    /// <summary>The NuGet configuration of a user who has the package from a folder and all others from nuget.org.</summary>
    public static string NuGetConfig => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="{Folder}" />
            <add key="nuget.org" value="https://api.nuget.org/v3/index.json" protocolVersion="3" />
          </packageSources>
          <packageSourceMapping>
            <clear />
            <packageSource key="packed"><package pattern="ArtifactBuild" /></packageSource>
            <packageSource key="nuget.org"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;
}
