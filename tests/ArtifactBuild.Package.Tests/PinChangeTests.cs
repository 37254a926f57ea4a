using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Two contents of one size: what compares sizes and times alone takes one for the other.</summary>
[TestClass]
public sealed class PinChangeTests : PackageTest
{
    [TestMethod]
    public async Task The_output_follows_a_version_forward_and_back()
    {
        TestProject app = await AddProjectAsync("""Version="v1" """);
        await app.BuildAsync();
        Assert.AreEqual("new", app.Text("model/model.bin"));
        foreach ((string version, string text) in new[] { ("v0", "old"), ("v1", "new"), ("0", "old") })
        {
            app.SetItems($"""<ArtifactReference Include="model" Version="{version}" />""");
            await app.BuildAsync();
            Assert.AreEqual(text, app.Text("model/model.bin"), version);
        }
    }

    [TestMethod]
    public async Task An_alias_that_moved_is_followed_only_when_an_update_is_asked_for()
    {
        TestProject app = await AddProjectAsync("""Alias="chosen" """);
        await app.BuildAsync();
        Assert.AreEqual("new", app.Text("model/model.bin"));

        // The oldest version again is a third one, with the same bytes.
        await Workspace.LogAsync("model", ["chosen"], ("model.bin", "old"));
        (await app.BuildAsync()).AssertNothingRestored();
        Assert.AreEqual("new", app.Text("model/model.bin"));

        (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        Assert.Contains("\"version\": \"v2\"", File.ReadAllText(app.Lockfile));
        await app.BuildAsync();
        Assert.AreEqual("old", app.Text("model/model.bin"));

        await Workspace.LogAsync("model", ["chosen"], ("model.bin", "new"));
        (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        await app.BuildAsync();
        Assert.AreEqual("new", app.Text("model/model.bin"));
    }

    [TestMethod]
    public async Task A_referencing_project_gets_the_files_and_follows_a_pin_back()
    {
        await Workspace.LogAsync("model", ("model.bin", "old"));
        await Workspace.LogAsync("model", ("model.bin", "new"));
        TestProject library = Workspace.AddProject(
            "library", """<ArtifactReference Include="model" Version="v1" />""", TestProject.Library);
        TestProject tests = Workspace.AddProject("tests", """<ProjectReference Include="../library/library.csproj" />""");
        await tests.BuildAsync();
        Assert.AreEqual("new", tests.Text("model/model.bin"));

        library.SetItems("""<ArtifactReference Include="model" Version="v0" />""");
        await tests.BuildAsync();
        Assert.AreEqual("old", tests.Text("model/model.bin"));
    }

    private async Task<TestProject> AddProjectAsync(string metadata)
    {
        await Workspace.LogAsync("model", ["chosen"], ("model.bin", "old"));
        await Workspace.LogAsync("model", ["chosen"], ("model.bin", "new"));
        return Workspace.AddProject("app", $"""<ArtifactReference Include="model" {metadata}/>""");
    }
}
