using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>Root may write a read-only file, so what users meet shows only when a build runs as somebody else.</summary>
[TestClass]
public sealed class PermissionTests : PackageTest
{
    private const string Nobody = "65534";

    [TestMethod]
    public async Task Copies_are_replaced_although_the_objects_of_the_cache_are_read_only()
    {
        await Workspace.LogAsync("model", ("model.bin", "old"));
        await Workspace.LogAsync("model", ("model.bin", "new"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" Version="v0" />""");
        await app.RestoreAsync();
        await GiveToNobodyAsync();
        foreach ((string version, string text) in new[] { ("v0", "old"), ("v1", "new"), ("v0", "old") })
        {
            app.SetItems($"""<ArtifactReference Include="model" Version="{version}" />""");
            (await BuildAsNobodyAsync(app)).AssertSuccess();
            Assert.AreEqual(text, app.Text("model/model.bin"));
        }

        (await BuildAsNobodyAsync(app)).AssertNothingRestored();
    }

    private async Task GiveToNobodyAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Assert.Inconclusive("Only root on Linux can start a build as another user.");
        CommandResult chown = await Command.RunAsync(
            new CommandLine("chown", Workspace.Root) { Arguments = ["-R", $"{Nobody}:{Nobody}", Workspace.Root] });
        chown.AssertSuccess();
    }

    private Task<CommandResult> BuildAsNobodyAsync(TestProject app)
    {
        CommandLine build = Workspace.Dotnet(app.Folder, "build", "--no-restore");
        return Command.RunAsync(build with
        {
            Program = "setpriv",
            Arguments = [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", build.Program, .. build.Arguments],
            Environment = new Dictionary<string, string>(build.Environment) { ["HOME"] = Workspace.Root, ["DOTNET_CLI_HOME"] = Workspace.Root },
        });
    }
}
