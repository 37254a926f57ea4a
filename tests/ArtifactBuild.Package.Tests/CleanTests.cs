using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class CleanTests : PackageTest
{
    [TestMethod]
    public async Task Clean_removes_the_copies_and_leaves_the_cache_so_that_the_next_build_downloads_nothing()
    {
        await Workspace.LogAsync("model", ("a/model.bin", "v0"), ("config.json", "{}"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        string[] objects = Workspace.CacheObjects;
        Assert.HasCount(3, objects);

        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsEmpty(Fixtures.Workspace.Files(app.Output));
        Assert.IsFalse(File.Exists(app.LastBuild));
        Assert.AreSequenceEqual(objects, Workspace.CacheObjects);

        Workspace.HideRegistry();
        (await app.BuildAsync()).AssertNothingRestored();
        Assert.AreSequenceEqual(["model/a/model.bin", "model/config.json"], app.ArtifactFiles);
        Assert.AreSequenceEqual(objects, Workspace.CacheObjects);
    }

    [TestMethod]
    public async Task A_reference_that_is_removed_takes_its_files_with_it_and_an_update_its_pin()
    {
        await Workspace.LogAsync("model", ("model.bin", "m"));
        await Workspace.LogAsync("data", ("data.csv", "d"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model;data" />""");
        await app.BuildAsync();
        Assert.AreSequenceEqual(["data/data.csv", "model/model.bin"], app.ArtifactFiles);

        app.SetItems("""<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        Assert.AreSequenceEqual(["model/model.bin"], app.ArtifactFiles);
        Assert.Contains("data.csv", File.ReadAllText(app.Lockfile));

        CommandResult update = (await app.RunAsync("build", "-t:ArtifactUpdate")).AssertSuccess();
        Assert.Contains("data: v0 (latest), not pinned any more because the project does not refer to it", update.Output);
        Assert.DoesNotContain("data.csv", File.ReadAllText(app.Lockfile));
    }

    [TestMethod]
    public async Task The_last_reference_that_is_removed_takes_its_files_and_accessors_with_it()
    {
        await Workspace.LogAsync("model", ("model.bin", "m"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        app.SetProgram("return App.Artifacts.Model.ModelBin.Name.Length;");
        await app.BuildAsync();

        app.SetItems("");
        (await app.TryBuildAsync()).AssertError("CS0103");
        app.SetProgram("return 0;");
        await app.BuildAsync();
        Assert.IsEmpty(app.ArtifactFiles);
        (await app.RunAsync("clean")).AssertSuccess();
        Assert.IsFalse(File.Exists(app.LastBuild));
    }
}
