using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class PublishTests : PackageTest
{
    [TestMethod]
    public async Task Publish_takes_the_files_along()
    {
        TestProject app = await AddProgramAsync();
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        string[] expected = ["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/model/data/model.bin"];
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out"]));
    }

    [TestMethod]
    public async Task A_single_file_program_finds_the_files_beside_it()
    {
        TestProject app = await AddProgramAsync();
        (await app.RunAsync("publish", "-p:PublishSingleFile=true", "--self-contained", "false", "-o", Workspace["out"])).AssertSuccess();
        string[] expected = ["app", "app.pdb", "artifacts/model/data/model.bin"];
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out"]));

        CommandResult run = await Command.RunAsync(new CommandLine(Path.Combine(Workspace["out"], "app"), Workspace.Root));
        Assert.AreEqual("published", run.AssertSuccess().Output.Trim());
    }

    private async Task<TestProject> AddProgramAsync()
    {
        await Workspace.LogAsync("model", ("data/model.bin", "published"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        app.SetProgram("Console.WriteLine(System.Text.Encoding.UTF8.GetString(App.Artifacts.Model.Data.ModelBin.ReadAllBytes()));");
        return app;
    }
}
