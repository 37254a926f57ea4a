using System.Runtime.InteropServices;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Programs that bring their own runtime, trimmed or compiled ahead of time: the files stand beside them, and accessors work.</summary>
[TestClass]
public sealed class FlowNativeTests : PackageTest
{
    private static readonly string[] Files = ["app", "artifacts/model/config.json", "artifacts/model/data/model.bin"];

    [TestMethod]
    public async Task A_trimmed_single_file_finds_its_files()
    {
        TestProject app = await AddProgramAsync("<PublishTrimmed>true</PublishTrimmed><PublishSingleFile>true</PublishSingleFile><SelfContained>true</SelfContained>");
        await AssertPublishedRunsAsync(app, ["app.pdb"]);
    }

    [TestMethod]
    public async Task A_program_compiled_ahead_of_time_finds_its_files()
    {
        TestProject app = await AddProgramAsync("<PublishAot>true</PublishAot>");
        if (!OperatingSystem.IsLinux() || !(HasProgram("clang") || HasProgram("gcc")))
        {
            // Without a linker: the analysers that look for what can't be compiled ahead of time run in any build.
            await app.BuildAsync();
            Assert.AreSequenceEqual(["model/config.json", "model/data/model.bin"], app.ArtifactFiles.Where(path => !path.EndsWith(".pdb", StringComparison.Ordinal)));
            return;
        }

        await AssertPublishedRunsAsync(app, ["app.dbg"]);
    }

    private async Task AssertPublishedRunsAsync(TestProject app, string[] symbols)
    {
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        Assert.AreSequenceEqual(Files.Concat(symbols).Order(StringComparer.Ordinal), Fixtures.Workspace.Files(Workspace["out"]));
        CommandResult run = await Command.RunAsync(new CommandLine(Path.Combine(Workspace["out"], "app"), Workspace.Root));
        Assert.AreEqual("2 entries, True, bytes", run.AssertSuccess().Output.Trim());
    }

    private async Task<TestProject> AddProgramAsync(string properties)
    {
        await Workspace.LogAsync("model", ("data/model.bin", "bytes"), ("config.json", "{}"));
        TestProject app = Workspace.AddProject(
            "app",
            """<ArtifactReference Include="model" />""",
            $"{TestProject.Program}<RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier><InvariantGlobalization>true</InvariantGlobalization>{properties}");
        app.SetProgram("""
            using App;
            bool right = true;
            foreach (ArtifactEntry entry in Artifacts.Model.Entries)
                right &= entry.Verify();
            string text = System.Text.Encoding.UTF8.GetString(Artifacts.Model.Find("data/model.bin")!.ReadAllBytes());
            Console.WriteLine($"{Artifacts.Model.Entries.Count} entries, {right}, {text}");
            """);
        return app;
    }

    private static bool HasProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));
}
