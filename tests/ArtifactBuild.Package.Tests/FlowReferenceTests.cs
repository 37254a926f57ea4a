using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Files go on to the projects that refer to a project with artifacts, over several steps, and leave with the reference.</summary>
[TestClass]
public sealed class FlowReferenceTests : PackageTest
{
    private static readonly string[] Two = ["data/data.csv", "model/model.bin"];

    private TestProject _library = null!;
    private TestProject _app = null!;

    [TestInitialize]
    public async Task AddLibraryAndApplicationAsync()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        await Workspace.LogAsync("data", ("data.csv", "1,2"));
        _library = Workspace.AddProject("library", """<ArtifactReference Include="model;data" />""", TestProject.Library);
        Workspace.Write("library/Models.cs", "namespace App { public static class Models { public static bool Right => Artifacts.Model.ModelBin.Verify(); } }");
        // The application asks for one of the library's artifacts, too.
        _app = Workspace.AddProject(
            "app", """<ArtifactReference Include="model" /><ProjectReference Include="../library/library.csproj" />""");
        Workspace.Write("app/Product.cs", "namespace App { public static class Product { public static bool Right => Models.Right && Artifacts.Model.ModelBin.Verify(); } }");
        _app.SetProgram("Console.WriteLine(App.Product.Right);");
    }

    [TestMethod]
    public async Task A_test_project_of_an_application_of_a_library_finds_the_files()
    {
        Workspace.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        string[] versions = [.. new[] { "MSTest", "Microsoft.Extensions.DependencyModel" }.Select(PackageVersion)];
        Workspace.Write("tests/tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{TestProject.Program}<EnableMSTestRunner>true</EnableMSTestRunner></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MSTest" Version="{versions[0]}" />
                <PackageReference Include="Microsoft.Extensions.DependencyModel" Version="{versions[1]}" />
                <ProjectReference Include="../app/app.csproj" />
              </ItemGroup>
            </Project>
            """);
        Workspace.Write("tests/ProductTests.cs", """
            using Microsoft.VisualStudio.TestTools.UnitTesting;
            [assembly: DoNotParallelize]
            [TestClass]
            public class ProductTests
            {
                [TestMethod]
                public void The_files_are_there() => Assert.IsTrue(App.Product.Right);
            }
            """);
        string tests = Workspace["tests"];
        (await Workspace.RunAsync(tests, "build")).AssertSuccess();
        Assert.AreSequenceEqual(Two, Fixtures.Workspace.Files(Path.Combine(tests, "bin/Debug/net10.0/artifacts")));
        CommandResult test = (await Workspace.RunAsync(tests, "test", "--no-build")).AssertSuccess();
        Assert.Contains("succeeded: 1", test.Output);
    }

    [TestMethod]
    public async Task An_artifact_of_both_is_published_once_and_a_removed_one_leaves_both_outputs()
    {
        await _app.BuildAsync();
        Assert.AreSequenceEqual(Two, _app.ArtifactFiles);
        Assert.AreSequenceEqual(Two, _library.ArtifactFiles);
        (await _app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        string[] expected =
        [
            "app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/data/data.csv", "artifacts/model/model.bin",
            "library.dll", "library.pdb",
        ];
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out"]));
        CommandResult run = await Command.RunAsync(new CommandLine(Workspace["out/app"], Workspace.Root));
        Assert.AreEqual("True", run.AssertSuccess().Output.Trim());

        _library.SetItems("""<ArtifactReference Include="model" />""");
        await _app.BuildAsync();
        Assert.AreSequenceEqual(["model/model.bin"], _library.ArtifactFiles);
        Assert.AreSequenceEqual(["model/model.bin"], _app.ArtifactFiles);
    }

    [TestMethod]
    public async Task Two_versions_in_one_place_are_an_error_of_publish_and_another_place_mends_it()
    {
        await Workspace.LogAsync("model", ("model.bin", "v1"));
        _library.SetItems("""<ArtifactReference Include="model" Version="v0" />""");
        _app.SetItems("""<ArtifactReference Include="model" Version="v1" /><ProjectReference Include="../library/library.csproj" />""");
        await _app.BuildAsync();
        Assert.AreEqual("v1", _app.Text("model/model.bin"));
        (await _app.RunAsync("publish", "-o", Workspace["out"])).AssertError("NETSDK1152");

        _library.SetItems("""<ArtifactReference Include="model" Version="v0" TargetPath="artifacts/library/model" />""");
        (await _app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        Assert.AreEqual("v0", File.ReadAllText(Workspace["out/artifacts/library/model/model.bin"]));
        Assert.AreEqual("v1", File.ReadAllText(Workspace["out/artifacts/model/model.bin"]));
    }

    // The tests use what the repository has pinned for its own.
    private static string PackageVersion(string package) => System.Xml.Linq.XDocument
        .Load(Path.Combine(BuildPaths.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
        .Single(element => element.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
