using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>What the README's quick start does, by the commands that a user types.</summary>
[TestClass]
public sealed class QuickStartTests : PackageTest
{
    [TestMethod]
    public async Task A_new_project_builds_and_reads_a_logged_file_through_its_accessor()
    {
        string model = Workspace.Write("trained/weights/model.bin", "seven!!");
        CommandResult logged = await Workspace.RunAsync(
            Workspace.Root, BuildPaths.Cli, "log", "resnet50", Path.GetDirectoryName(Path.GetDirectoryName(model))!,
            "--type", "model", "--alias", "production", "--registry", Workspace.Registry, "--cache", Workspace["cli-cache"]);
        logged.AssertSuccess();
        Assert.StartsWith("Logged default/uncategorized/resnet50:v0 ", logged.Output);

        (await Workspace.RunAsync(Workspace.Root, "new", "console", "-o", "app")).AssertSuccess();
        string app = Workspace["app"];
        AddReferences(Path.Combine(app, "app.csproj"));
        File.WriteAllText(
            Path.Combine(app, "Program.cs"),
            "Console.WriteLine(System.Text.Encoding.UTF8.GetString(app.Artifacts.Resnet50.Weights.ModelBin.ReadAllBytes()));");

        CommandResult first = (await Workspace.RunAsync(app, "build")).AssertSuccess();
        Assert.HasCount(1, first.ProductLines, first.Output);
        Assert.MatchesRegex(@"^Restored 1 artifact \(1 file, 7 bytes downloaded, lockfile written, \d+\.\d s\)$", first.ProductLines[0]);
        string[] output = ["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/resnet50/weights/model.bin"];
        Assert.AreSequenceEqual(output, Fixtures.Workspace.Files(Path.Combine(app, "bin/Debug/net10.0")));

        CommandResult run = (await Workspace.RunAsync(app, "run", "--no-build")).AssertSuccess();
        Assert.AreEqual("seven!!", run.Output.Trim());
    }

    [TestMethod]
    public async Task A_build_with_nothing_to_do_does_nothing_and_needs_no_registry()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        (DateTime LastBuild, DateTime Lock) before = (File.GetLastWriteTimeUtc(app.LastBuild), File.GetLastWriteTimeUtc(app.Lockfile));

        (await app.BuildAsync()).AssertNothingRestored();
        Workspace.HideRegistry();
        (await app.BuildAsync()).AssertNothingRestored();
        Assert.AreEqual(before, (File.GetLastWriteTimeUtc(app.LastBuild), File.GetLastWriteTimeUtc(app.Lockfile)));
    }

    private static void AddReferences(string projectFile)
    {
        string text = File.ReadAllText(projectFile);
        File.WriteAllText(projectFile, text.Replace("</Project>", $"""
              <ItemGroup>
                <PackageReference Include="ArtifactBuild" Version="{PackedFeed.Version}" />
                <ArtifactReference Include="resnet50:production" />
              </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));
    }
}
