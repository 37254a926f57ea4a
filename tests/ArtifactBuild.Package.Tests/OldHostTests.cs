using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Hosts that are not here: what a build of theirs would evaluate is asked for with their facts.</summary>
[TestClass]
public sealed class OldHostTests : PackageTest
{
    [TestMethod]
    [DataRow("-p:NETCoreSdkVersion=9.0.306", "9.0.306")]
    [DataRow("-p:NETCoreSdkVersion=8.0.400-preview.1", "8.0.400-preview.1")]
    [DataRow("-p:_ArtifactMSBuildRuntime=Full;_ArtifactMSBuildVersion=17.14.8", "17.14.8")]
    public async Task An_old_host_is_told_so_before_a_task_is_loaded(string properties, string shown)
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.RestoreAsync();
        foreach (string target in new[] { "ArtifactRestore", "ArtifactUpdate", "ArtifactVerify", "ArtifactLog" })
        {
            string error = (await app.RunAsync(
                "msbuild", $"-t:{target}", properties, $"-p:ArtifactBuildTasksAssembly={Path.Combine(app.Folder, "none.dll")}")).AssertError("ART1030");
            Assert.StartsWith(app.File, error);
            Assert.Contains(shown, error);
        }
    }

    [TestMethod]
    [DataRow("-p:_ArtifactMSBuildRuntime=Core", "AssemblyTaskFactory")]
    [DataRow("-p:_ArtifactMSBuildRuntime=Full", "TaskHostFactory")]
    [DataRow("-p:ArtifactBuildUseTaskHost=true", "TaskHostFactory")]
    public async Task A_host_that_is_not_dotnet_runs_the_tasks_in_another_process(string property, string factory)
    {
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.RestoreAsync();
        CommandResult result = (await app.RunAsync("msbuild", property, "-getProperty:_ArtifactTaskFactory")).AssertSuccess();
        Assert.AreEqual(factory, result.Output.Trim());
    }

    [TestMethod]
    public async Task A_restore_in_another_process_works()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.BuildAsync("-p:_ArtifactMSBuildRuntime=Full");
        Assert.AreEqual("v0", app.Text("model/model.bin"));
    }
}
