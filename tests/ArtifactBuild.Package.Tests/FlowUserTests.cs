using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Builds of users who may write less than root: a source tree that is read-only, no home, a cache that two share.</summary>
[TestClass]
public sealed class FlowUserTests : PackageTest
{
    private const int Group = 65534;
    private const string Reference = """<ArtifactReference Include="model" />""";

    private OtherUser _user = null!;

    [TestInitialize]
    public async Task LogAsync()
    {
        _user = new OtherUser(Workspace, 65534, Group);
        await Workspace.LogAsync("model", ("model.bin", "bytes"));
    }

    [TestMethod]
    public async Task A_source_tree_that_is_read_only_builds_in_locked_mode()
    {
        TestProject app = Workspace.AddProject("app", Reference);
        await app.BuildAsync();
        foreach (string folder in new[] { "bin", "obj" })
            Directory.Delete(Path.Combine(app.Folder, folder), recursive: true);
        await _user.OwnAsync(Workspace.Cache);
        string[] before = Times(app);

        string artifacts = Path.Combine(_user.Home, "artifacts");
        string[] build = ["build", "--artifacts-path", artifacts, "-p:ArtifactLockedMode=true"];
        (await _user.RunAsync(app.Folder, [], build)).AssertSuccess();
        Assert.AreEqual("bytes", File.ReadAllText(Path.Combine(artifacts, "bin/app/debug/artifacts/model/model.bin")));
        (await _user.RunAsync(app.Folder, [], build)).AssertNothingRestored();
        Assert.AreSequenceEqual(before, Times(app));
    }

    [TestMethod]
    public async Task A_lockfile_that_can_not_be_written_is_a_coded_error()
    {
        TestProject app = Workspace.AddProject("app", Reference);
        Directory.CreateDirectory(Workspace.Cache);
        await _user.OwnAsync(Workspace.Cache);
        string[] build = ["build", "--artifacts-path", Path.Combine(_user.Home, "artifacts")];
        string error = (await _user.RunAsync(app.Folder, [], build)).AssertError("ART1013");
        Assert.Contains(app.Lockfile, error);
        Assert.AreSequenceEqual(["Program.cs", "app.csproj"], Fixtures.Workspace.Files(app.Folder));
    }

    [TestMethod]
    public async Task Without_a_home_a_build_needs_to_be_told_where_the_cache_is()
    {
        TestProject app = Workspace.AddProject("app", Reference);
        await app.RestoreAsync();
        await _user.OwnAsync(app.Folder);
        var noHome = new Dictionary<string, string> { ["HOME"] = "", ["XDG_CACHE_HOME"] = "", ["ARTIFACT_CACHE_DIR"] = "" };
        // The home that the system has for this user does not exist and can't be made.
        string error = (await _user.RunAsync(app.Folder, noHome, "build", "--no-restore")).AssertError("ART3008");
        Assert.Contains("ARTIFACT_CACHE_DIR", error);
        Assert.IsFalse(File.Exists(app.Lockfile));

        noHome["ARTIFACT_CACHE_DIR"] = Path.Combine(_user.Home, "cache");
        (await _user.RunAsync(app.Folder, noHome, "build", "--no-restore")).AssertSuccess();
        Assert.AreEqual("bytes", app.Text("model/model.bin"));
    }

    [TestMethod]
    public async Task Two_users_of_one_group_share_a_cache()
    {
        await Workspace.LogAsync("data", ("data.csv", "1,2"));
        var other = new OtherUser(Workspace, 54321, Group);
        // As an administrator makes it: what is made in it belongs to the group.
        Directory.CreateDirectory(Workspace.Cache);
        await _user.OwnAsync(Workspace.Cache);
        await _user.SetModeAsync("2770", Workspace.Cache);

        TestProject first = await AddAsync(_user, "first", Reference);
        TestProject second = await AddAsync(other, "second", """<ArtifactReference Include="model;data" />""");
        (await _user.RunAsync(first.Folder, [], "build", "--no-restore")).AssertSuccess();
        CommandResult build = (await other.RunAsync(second.Folder, [], "build", "--no-restore")).AssertSuccess();
        Assert.HasCount(1, build.ProductLines, build.Output);
        Assert.StartsWith("Restored 2 artifacts (1 file, 3 bytes downloaded, lockfile written, ", build.ProductLines[0]);
        Assert.AreSequenceEqual(["data/data.csv", "model/model.bin"], second.ArtifactFiles);

        // And the first one uses what the second one downloaded.
        first.SetItems("""<ArtifactReference Include="model;data" />""");
        build = (await _user.RunAsync(first.Folder, [], "build", "--no-restore")).AssertSuccess();
        Assert.StartsWith("Restored 2 artifacts (everything was in the cache, lockfile written, ", build.ProductLines.Single());
        Assert.AreEqual("1,2", first.Text("data/data.csv"));
    }

    private async Task<TestProject> AddAsync(OtherUser user, string name, string items)
    {
        TestProject project = Workspace.AddProject(name, items);
        await project.RestoreAsync();
        await user.OwnAsync(project.Folder);
        return project;
    }

    private static string[] Times(TestProject app) =>
        [.. Directory.EnumerateFileSystemEntries(app.Folder).Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}")];
}
