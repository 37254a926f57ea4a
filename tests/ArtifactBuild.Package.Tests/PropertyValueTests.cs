using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

[TestClass]
public sealed class PropertyValueTests : PackageTest
{
    [TestMethod]
    [DataRow("ArtifactOffline=maybe")]
    [DataRow("ArtifactLockedMode=1")]
    [DataRow("ArtifactAllowFileReferences=yes")]
    [DataRow("ArtifactMaxConcurrency=many")]
    [DataRow("ArtifactMaxConcurrency=-1")]
    [DataRow("ArtifactMirror=s3://a=")]
    public async Task A_value_that_makes_no_sense_has_a_code_of_ours(string property)
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        string error = (await app.TryBuildAsync($"-p:{property}")).AssertError("ART1004");
        Assert.StartsWith(app.File, error);
        Assert.Contains(property.Split('=')[0], error);
    }

    [TestMethod]
    public async Task A_lockfile_of_the_command_line_lies_below_the_project()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        Directory.CreateDirectory(Path.Combine(app.Folder, "locks"));
        await app.BuildAsync("-p:ArtifactLockFile=locks/app.lock.json");
        Assert.Contains("model:latest", File.ReadAllText(Path.Combine(app.Folder, "locks", "app.lock.json")));
        Assert.IsFalse(File.Exists(app.Lockfile));
        await app.BuildAsync("-p:ArtifactLockFile=locks/app.lock.json", "-p:ArtifactLockedMode=true");
    }

    [TestMethod]
    public async Task An_error_points_at_the_item_in_the_file_that_has_it()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" Version="seven" />""");
        Assert.StartsWith($"{app.File}(10,", (await app.TryBuildAsync()).AssertError("ART1004"));
        app.SetItems("""<ArtifactReference Include="model" Version="7" />""");
        Assert.StartsWith($"{app.File}(10,", (await app.TryBuildAsync()).AssertError("ART2003"));

        app.SetItems("");
        string shared = Workspace.Write(
            "Directory.Build.targets", """
            <Project>
              <ItemGroup>
                <ArtifactReference Include="none" />
              </ItemGroup>
            </Project>
            """);
        Assert.StartsWith($"{shared}(3,", (await app.TryBuildAsync()).AssertError("ART2002"));
    }

    [TestMethod]
    public async Task A_filter_that_leaves_nothing_is_a_warning_with_the_item()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" Files="*.onnx" />""");
        for (int i = 0; i < 2; i++)
        {
            CommandResult build = await app.TryBuildAsync();
            Assert.AreEqual(0, build.ExitCode, build.Output);
            Assert.HasCount(1, build.Warnings, build.Output);
            Assert.StartsWith($"{app.File}(10,", build.Warnings[0]);
            Assert.Contains("warning ART1501: Files=“*.onnx”", build.Warnings[0]);
        }
    }
}
