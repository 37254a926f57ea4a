using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>What an editor runs in the background, whatever state the project is in.</summary>
[TestClass]
public sealed class DesignTimeTests : PackageTest
{
    private static readonly string[] DesignTimeBuild =
    [
        "msbuild",
        "-t:ResolveReferences;AssignTargetPaths;GetCopyToOutputDirectoryItems;GenerateMSBuildEditorConfigFile",
        "-p:DesignTimeBuild=true",
        "-p:BuildingProject=false",
        "-p:ArtifactLockedMode=true",
        "-getItem:None",
        "-getItem:AdditionalFiles",
    ];

    [TestMethod]
    public async Task Without_lockfile_and_registry_it_fails_at_nothing_and_writes_nothing()
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.RestoreAsync();
        CommandResult result = (await app.RunAsync(DesignTimeBuild)).AssertSuccess();
        Assert.DoesNotContain("artifacts", result.Output);
        AssertNothingWritten(app);
    }

    [TestMethod]
    public async Task With_a_lockfile_it_lists_the_files_and_writes_nothing()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync();
        Directory.Delete(Path.Combine(app.Folder, "obj", "Debug"), recursive: true);
        Directory.Delete(Workspace.Cache, recursive: true);
        Workspace.HideRegistry();

        CommandResult result = (await app.RunAsync(DesignTimeBuild)).AssertSuccess();
        Assert.Contains("\"Link\": \"artifacts/model/model.bin\"", result.Output);
        Assert.Contains($"\"Identity\": \"{app.Lockfile}\"", result.Output);
        Assert.IsFalse(Directory.Exists(Workspace.Cache));
        Assert.IsFalse(File.Exists(app.LastBuild));
    }

    [TestMethod]
    public async Task A_lockfile_that_can_not_be_read_is_no_error_here()
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.RestoreAsync();
        File.WriteAllText(app.Lockfile, "<<<<<<< HEAD\n");
        (await app.RunAsync(DesignTimeBuild)).AssertSuccess();
        Assert.AreEqual("<<<<<<< HEAD\n", File.ReadAllText(app.Lockfile));
    }

    [TestMethod]
    [DataRow("""Include="model" Version="v1" Alias="production" """, DisplayName = "two versions")]
    [DataRow("""Include="a/b/c/d" """, DisplayName = "half a name")]
    [DataRow("""Include="model" Accessors="maybe" """, DisplayName = "an option that is no option")]
    public async Task An_item_that_is_half_typed_is_no_error_here(string item)
    {
        TestProject app = Workspace.AddProject("app", $"<ArtifactReference {item}/>");
        await app.RestoreAsync();
        (await app.RunAsync(DesignTimeBuild)).AssertSuccess();
        AssertNothingWritten(app);
    }

    private void AssertNothingWritten(TestProject app)
    {
        Assert.IsFalse(File.Exists(app.Lockfile));
        Assert.IsFalse(File.Exists(app.LastBuild));
        Assert.IsFalse(Directory.Exists(Workspace.Cache));
        Assert.IsFalse(Directory.Exists(Workspace.Registry));
    }
}
