using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>
/// One solution with a library of two target frameworks, an application, and a second library, with package versions in one
/// place: each way in which MSBuild spreads the work gives the same lockfiles and the same outputs.
/// </summary>
[TestClass]
public sealed class FlowSolutionTests : PackageTest
{
    private static readonly string[] Frameworks = ["net10.0", "netstandard2.0"];

    [TestMethod]
    public async Task Every_way_to_spread_the_work_gives_the_same_files()
    {
        await Workspace.LogAsync("model", ("data/model.bin", "bytes"), ("config.json", "{}"));
        AddSolution();
        (await Workspace.RunAsync(Workspace.Root, "restore")).AssertSuccess();
        string? pins = null;
        string[]? files = null;
        foreach (string[] ways in new string[][] { [], ["-graph"], ["-mt"] })
        {
            // All of them use several processors: dotnet build itself asks for -m.
            string way = string.Join(' ', ways);
            Clean();
            (await Workspace.RunAsync(Workspace.Root, ["build", "--no-restore", .. ways])).AssertSuccess();
            // Each framework was compiled against the accessors of a lockfile that, when it started, may not have been there.
            string[] lockfiles = [.. Projects.Select(project => File.ReadAllText(Workspace[$"{project}/artifacts.lock.json"]))];
            pins ??= lockfiles[0];
            Assert.AreSequenceEqual(Projects.Select(_ => pins), lockfiles, way);
            files ??= AllOutputs();
            Assert.AreSequenceEqual(files, AllOutputs(), way);
            (await Workspace.RunAsync(Workspace.Root, ["build", "--no-restore", .. ways])).AssertNothingRestored();
            Assert.AreSequenceEqual(files, AllOutputs(), way);
        }

        Assert.AreSequenceEqual(Expected(), files!);
    }

    private static string[] Projects => ["app", "first", "second"];

    private void AddSolution()
    {
        Workspace.Write("Directory.Build.props", """
            <Project><PropertyGroup><LangVersion>latest</LangVersion><GenerateDependencyFile>false</GenerateDependencyFile></PropertyGroup></Project>
            """);
        Workspace.Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><GlobalPackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" /></ItemGroup>
            </Project>
            """);
        foreach (string library in new[] { "first", "second" })
        {
            Workspace.Write($"{library}/{library}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFrameworks>{string.Join(';', Frameworks)}</TargetFrameworks></PropertyGroup>
                  <ItemGroup><ArtifactReference Include="model" /></ItemGroup>
                </Project>
                """);
            Workspace.Write($"{library}/Code.cs", $"namespace {library} {{ public static class Code {{ public static string Path => Artifacts.Model.Data.ModelBin.FullPath; }} }}");
        }

        Workspace.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{TestProject.Program}</PropertyGroup>
              <ItemGroup>
                <ArtifactReference Include="model" />
                <ProjectReference Include="../first/first.csproj" />
                <ProjectReference Include="../second/second.csproj" />
              </ItemGroup>
            </Project>
            """);
        Workspace.Write("app/Program.cs", "System.Console.WriteLine(first.Code.Path == second.Code.Path && app.Artifacts.Model.ConfigJson.Verify());");
        Workspace.Write("all.slnx", $"<Solution>{string.Concat(Projects.Select(project => $"<Project Path=\"{project}/{project}.csproj\" />"))}</Solution>");
    }

    private void Clean()
    {
        foreach (string project in Projects)
        {
            File.Delete(Workspace[$"{project}/artifacts.lock.json"]);
            foreach (string folder in new[] { "bin", "obj/Debug" }.Select(name => Workspace[$"{project}/{name}"]).Where(Directory.Exists))
                Directory.Delete(folder, recursive: true);
        }
    }

    private string[] AllOutputs() => [.. Projects.SelectMany(project =>
        Fixtures.Workspace.Files(Workspace[$"{project}/bin/Debug"]).Select(path => $"{project}/{path}"))];

    private static IEnumerable<string> Expected()
    {
        string[] artifacts = ["artifacts/model/config.json", "artifacts/model/data/model.bin"];
        string[] app = ["app", "app.dll", "app.pdb", "app.runtimeconfig.json", .. artifacts, "first.dll", "first.pdb", "second.dll", "second.pdb"];
        return app.Select(path => $"app/net10.0/{path}").Concat(
            from library in new[] { "first", "second" }
            from framework in Frameworks
            from path in artifacts.Append($"{library}.dll").Append($"{library}.pdb")
            select $"{library}/{framework}/{path}");
    }
}
