using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class CacheTests : PackageTest
{
    private const string Bytes = "the right bytes";
    private const string Wrong = "the wrong bytes";

    [TestMethod]
    public async Task Offline_fails_with_a_cold_cache_and_succeeds_with_a_warm_one()
    {
        TestProject app = await AddProjectAsync();
        (await app.TryBuildAsync("-p:ArtifactOffline=true")).AssertError("ART2020");
        Assert.IsFalse(File.Exists(app.Lockfile));
        await app.BuildAsync();

        Directory.Delete(Path.Combine(app.Folder, "obj", "Debug"), recursive: true);
        (await app.BuildAsync("-p:ArtifactOffline=true")).AssertNothingRestored();

        Directory.Delete(Workspace.Cache, recursive: true);
        string error = (await app.TryBuildAsync("-p:ArtifactOffline=true")).AssertError("ART2020");
        Assert.Contains(Workspace.Cache, error);
    }

    [TestMethod]
    public async Task A_cache_that_was_deleted_is_filled_again()
    {
        TestProject app = await AddProjectAsync();
        await app.BuildAsync();
        Directory.Delete(Workspace.Cache, recursive: true);
        CommandResult again = await app.BuildAsync();
        Assert.HasCount(1, again.ProductLines, again.Output);
        Assert.StartsWith("Restored 1 artifact (1 file, 15 bytes downloaded, ", again.ProductLines[0]);
    }

    [TestMethod]
    public async Task A_damaged_object_is_found_out_and_fetched_again()
    {
        TestProject app = await AddProjectAsync();
        await app.BuildAsync();
        Tampering.Replace(CachedModel(), Wrong);
        Directory.Delete(app.Output, recursive: true);
        File.Delete(app.LastBuild);
        CommandResult again = await app.BuildAsync();
        Assert.HasCount(1, again.ProductLines, again.Output);
        Assert.AreEqual(Bytes, app.Text("model/model.bin"));
    }

    [TestMethod]
    public async Task Damaged_bytes_of_the_registry_never_get_into_the_output()
    {
        TestProject app = await AddProjectAsync();
        await app.BuildAsync();
        string cached = CachedModel();
        Tampering.Replace(cached, Wrong);
        Tampering.Replace(Path.Combine(Workspace.Registry, "blobs", Path.GetRelativePath(Path.Combine(Workspace.Cache, "objects"), cached)), Wrong);
        Directory.Delete(app.Output, recursive: true);
        File.Delete(app.LastBuild);
        (await app.TryBuildAsync()).AssertError("ART3001");
        Assert.IsEmpty(app.ArtifactFiles);
        Assert.HasCount(1, Workspace.CacheObjects);
        (await app.TryBuildAsync()).AssertError("ART3001");
    }

    [TestMethod]
    public async Task A_manifest_that_went_is_fetched_again_when_the_lockfile_does_not_list_the_files()
    {
        await Workspace.LogAsync("model", ("model.bin", Bytes));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" Accessors="false" />""");
        await app.BuildAsync();
        foreach (string path in Workspace.CacheObjects.Select(name => Path.Combine(Workspace.Cache, "objects", "sha256", name)))
            if (path != CachedModel())
                File.Delete(path);
        (await app.RunAsync("build", "-t:ArtifactVerify")).AssertError("ART2020");
        await app.BuildAsync();
        Assert.AreSequenceEqual(["model/model.bin"], app.ArtifactFiles);
        (await app.RunAsync("build", "-t:ArtifactVerify")).AssertSuccess();
    }

    private async Task<TestProject> AddProjectAsync()
    {
        await Workspace.LogAsync("model", ("model.bin", Bytes));
        return Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
    }

    private string CachedModel() => Directory.GetFiles(Path.Combine(Workspace.Cache, "objects", "sha256"), "*", SearchOption.AllDirectories)
        .Single(path => new FileInfo(path).Length == Bytes.Length);
}
