using System.IO.Compression;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary><c>dotnet pack</c> of a library with artifacts: the files stay out of the package unless the reference has Pack="true".</summary>
[TestClass]
public sealed class FlowPackTests : PackageTest
{
    private const string Library = "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><LangVersion>latest</LangVersion><PackageId>Flow.Library</PackageId>";

    [TestMethod]
    public async Task By_default_the_files_stay_out_of_the_package()
    {
        await Workspace.LogAsync("model", ("data/model.bin", "old"));
        await PackAsync("""<ArtifactReference Include="model" />""", "1.0.0");
        Assert.AreSequenceEqual(["lib/net10.0/library.dll", "lib/netstandard2.0/library.dll"], Entries("1.0.0"));
    }

    [TestMethod]
    public async Task Packed_files_reach_the_application_of_a_library_of_the_package_and_follow_its_version()
    {
        await Workspace.LogAsync("model", ("data/model.bin", "old"), ("it's 100%;@(x).txt", ""));
        await Workspace.LogAsync("secret", ("secret.txt", ""));
        string items = """<ArtifactReference Include="model" Pack="true" /><ArtifactReference Include="secret" />""";
        TestProject library = await PackAsync(items, "1.0.0");
        string[] expected =
        [
            .. new[] { "net10.0", "netstandard2.0" }.SelectMany(framework => new[]
            {
                $"artifacts/{framework}/0/", $"artifacts/{framework}/1/", $"buildTransitive/{framework}/Flow.Library.targets", $"lib/{framework}/library.dll",
            }).Order(StringComparer.Ordinal),
        ];
        Assert.AreSequenceEqual(expected, Entries("1.0.0").Select(WithoutDigest));

        TestProject app = AddApplication();
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        string[] published =
        [
            "app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/model/data/model.bin", "artifacts/model/it's 100%;@(x).txt",
            "library.dll", "middle.dll", "middle.pdb",
        ];
        Assert.AreSequenceEqual(published, Fixtures.Workspace.Files(Workspace["out"]));
        CommandResult run = await Command.RunAsync(new CommandLine(Workspace["out/app"], Workspace.Root));
        Assert.AreEqual("True old", run.AssertSuccess().Output.Trim());

        // The same size: only the package's version tells one from the other.
        await Workspace.LogAsync("model", ("data/model.bin", "new"));
        (await library.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        await PackAsync(items, "2.0.0");
        foreach ((string version, string text) in new[] { ("2.0.0", "new"), ("1.0.0", "old") })
        {
            Workspace.Write("middle/version.props", $"<Project><PropertyGroup><LibraryVersion>{version}</LibraryVersion></PropertyGroup></Project>");
            await app.BuildAsync();
            Assert.AreEqual(text, app.Text("model/data/model.bin"), version);
        }
    }

    private async Task<TestProject> PackAsync(string items, string version)
    {
        TestProject library = Workspace.AddProject("library", items, $"{Library}<Version>{version}</Version>");
        Workspace.Write("library/Models.cs", """
            namespace App
            {
                public static class Models
                {
                    public static bool Right => Artifacts.Model.Data.ModelBin.Verify();
                    public static string Text => System.Text.Encoding.UTF8.GetString(Artifacts.Model.Data.ModelBin.ReadAllBytes());
                }
            }
            """);
        (await library.RunAsync("pack", "-o", Workspace["libraries"])).AssertSuccess();
        return library;
    }

    // The application knows neither this package nor the library's: it refers to a project that refers to the latter.
    private TestProject AddApplication()
    {
        Workspace.Write("middle/version.props", "<Project><PropertyGroup><LibraryVersion>1.0.0</LibraryVersion></PropertyGroup></Project>");
        Workspace.Write("middle/middle.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="version.props" />
              <PropertyGroup>{TestProject.Library}</PropertyGroup>
              <ItemGroup><PackageReference Include="Flow.Library" Version="$(LibraryVersion)" /></ItemGroup>
            </Project>
            """);
        Workspace.Write("nuget.config", PackedFeed.NuGetConfig
            .Replace("</packageSources>", $"""<add key="libraries" value="{Workspace["libraries"]}" /></packageSources>""", StringComparison.Ordinal)
            .Replace("</packageSourceMapping>", """<packageSource key="libraries"><package pattern="Flow.*" /></packageSource></packageSourceMapping>""", StringComparison.Ordinal));
        TestProject app = Workspace.AddProject("app", "", TestProject.Program);
        app.SetFile($"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{TestProject.Program}</PropertyGroup>
              <ItemGroup><ProjectReference Include="../middle/middle.csproj" /></ItemGroup>
            </Project>
            """);
        app.SetProgram("""System.Console.WriteLine(App.Models.Right + " " + App.Models.Text);""");
        return app;
    }

    private string[] Entries(string version)
    {
        using ZipArchive package = ZipFile.OpenRead(Workspace[$"libraries/Flow.Library.{version}.nupkg"]);
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => name.StartsWith("lib/", StringComparison.Ordinal) || name.Contains("artifacts/", StringComparison.Ordinal)
                || name.StartsWith("build", StringComparison.Ordinal) || name.StartsWith("content", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private static string WithoutDigest(string entry) => entry.StartsWith("artifacts/", StringComparison.Ordinal)
        ? entry[..(entry.LastIndexOf('/') + 1)]
        : entry;
}
