using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A path with everything in it that the SDK itself can bear.</summary>
[TestClass]
public sealed class FlowPlaceTests : PackageTest
{
    [TestMethod]
    public async Task A_long_path_of_strange_characters_builds_runs_publishes_and_cleans()
    {
        string folder = $"sp ace/100%/it's@b,c=d&e/ünï日本/{new string('l', 120)}/{new string('m', 60)}/app";
        await Workspace.LogAsync("model", ("sub dir/model.bin", "here"));
        TestProject app = Workspace.AddProject(folder, """<ArtifactReference Include="model" />""");
        Assert.IsGreaterThan(200, app.Folder.Length);
        app.SetProgram("Console.WriteLine(App.Artifacts.Model.SubDir.ModelBin.Verify());");
        await app.BuildAsync();
        string[] expected = ["app", "app.deps.json", "app.dll", "app.pdb", "app.runtimeconfig.json", "artifacts/model/sub dir/model.bin"];
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(app.Output));
        (await app.BuildAsync()).AssertNothingRestored();
        Assert.AreEqual("True", (await app.RunAsync("run", "--no-build")).AssertSuccess().Output.Trim());
        // Not below the project: a publish folder with an apostrophe is more than the SDK can bear.
        (await app.RunAsync("publish", "-o", Workspace["out"])).AssertSuccess();
        Assert.AreSequenceEqual(expected, Fixtures.Workspace.Files(Workspace["out"]));
        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsEmpty(Fixtures.Workspace.Files(app.Output));
    }
}
