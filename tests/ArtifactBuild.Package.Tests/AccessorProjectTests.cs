using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Accessors and the analyzer in real builds.</summary>
[TestClass]
public sealed class AccessorProjectTests : PackageTest
{
    private const string Reference = """<ArtifactReference Include="model" />""";

    [TestMethod]
    [DataRow("7.3")]
    [DataRow("latest")]
    public async Task The_strictest_project_has_nothing_to_say_about_generated_code(string language)
    {
        await LogAsync(0.93);
        Workspace.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RootNamespace>App</RootNamespace>
                <LangVersion>{language}</LangVersion>
                <ImplicitUsings>disable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <ArtifactAccessorsVisibility>public</ArtifactAccessorsVisibility>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" />
                {Reference}
              </ItemGroup>
            </Project>
            """);
        Workspace.Write("app/.editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = warning\n");
        Workspace.Write("app/Library.cs", """
            namespace App
            {
                /// <summary>Uses accessors.</summary>
                public static class Library
                {
                    /// <summary>Gets a number.</summary>
                    /// <returns>The number.</returns>
                    public static double Count()
                    {
                        return Artifacts.Model.Metadata.Accuracy + Artifacts.Model.Weights.ModelBin.Path.Length;
                    }
                }
            }
            """);

        (await Workspace.RunAsync(Workspace["app"], "build")).AssertSuccess();

        Assert.Contains("Artifacts.Model.g.cs", string.Join('\n', Fixtures.Workspace.Files(Workspace["app/obj"])));
    }

    [TestMethod]
    public async Task Tags_and_metadata_are_those_of_the_pin_until_an_update()
    {
        await LogAsync(0.93);
        TestProject app = Workspace.AddProject("app", Reference);
        app.SetProgram("""Console.WriteLine(App.Artifacts.Model.Metadata.Accuracy + " " + App.Artifacts.Model.Tags[0] + " " + App.Artifacts.Model.Alias.Latest);""");
        await app.BuildAsync();
        Assert.AreEqual("0.93 checked latest", (await app.RunAsync("run", "--no-build")).AssertSuccess().Output.Trim());

        await EditAsync(0.5);
        string before = File.ReadAllText(app.Lockfile);
        (await app.BuildAsync()).AssertNothingRestored();
        await app.BuildAsync("-p:ArtifactLockedMode=true");
        // Another entry list of the same version takes over what was pinned with it.
        app.SetItems("""<ArtifactReference Include="model" Files="**/*.bin" />""");
        await app.BuildAsync();
        string filtered = File.ReadAllText(app.Lockfile);
        Assert.AreEqual(before.Replace("      \"entries\"", "      \"files\": \"**/*.bin\",\n      \"entries\"", StringComparison.Ordinal), filtered);

        (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        Assert.AreEqual(filtered.Replace("0.93", "0.5", StringComparison.Ordinal).Replace("\"checked\"", "\"revised\"", StringComparison.Ordinal), File.ReadAllText(app.Lockfile));
        app.SetProgram("""Console.WriteLine(App.Artifacts.Model.Metadata.Accuracy + App.Artifacts.Model.Tag.Revised);""");
        await app.BuildAsync();
        Assert.AreEqual("0.5revised", (await app.RunAsync("run", "--no-build")).AssertSuccess().Output.Trim());
    }

    [TestMethod]
    public async Task A_path_that_no_pinned_file_has_is_a_warning_where_it_stands()
    {
        await LogAsync(1);
        TestProject app = Workspace.AddProject("app", Reference);
        app.SetProgram("""
            Console.WriteLine(File.Exists(Path.Combine(AppContext.BaseDirectory, "artifacts/model", "weights/model.bin")));
            Console.WriteLine(File.Exists("artifacts/model/model.bin"));
            """);
        // The first build makes the lockfile that the compiler then reads.
        CommandResult built = await app.TryBuildAsync();

        Assert.AreEqual(0, built.ExitCode, built.Output);
        Assert.HasCount(1, built.Warnings, built.Output);
        Assert.Contains(
            "Program.cs(2,31): warning ART5503: The path 'artifacts/model/model.bin' does not exist: default/uncategorized/model:latest (v0) has no entry 'model.bin'. Did you mean 'artifacts/model/weights/model.bin'?",
            built.Warnings[0]);
    }

    private async Task LogAsync(double accuracy)
    {
        await using ArtifactRegistry registry = Open();
        using var draft = new Artifact("model", "model", Workspace["logging-cache"]) { Metadata = new JsonObject { ["accuracy"] = accuracy } };
        await draft.NewFileAsync("weights/model.bin", (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes("seven!!"), token).AsTask());
        await registry.LogAsync(draft);
        await EditAsync(registry, accuracy, "checked");
    }

    private async Task EditAsync(double accuracy)
    {
        await using ArtifactRegistry registry = Open();
        await EditAsync(registry, accuracy, "revised");
    }

    private static async Task EditAsync(ArtifactRegistry registry, double accuracy, string tag)
    {
        using Artifact logged = await registry.GetAsync("model:latest");
        logged.Metadata = new JsonObject { ["accuracy"] = accuracy };
        logged.Tags = [tag];
        await logged.SaveAsync();
    }

    private ArtifactRegistry Open() =>
        ArtifactRegistry.Open(Workspace.Registry, new ArtifactRegistryOptions { CacheDirectory = Workspace["logging-cache"] });
}
