using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary>A cache that somebody else fills, and one that several users fill.</summary>
[TestClass]
public sealed class SharedCacheTests : PackageTest
{
    private const string Somebody = "65533";
    private const string Nobody = "65534";

    [TestMethod]
    public async Task A_cache_that_the_user_may_only_read_is_enough_when_it_has_everything()
    {
        TestProject app = await AddRestoredAsync(Nobody);
        await Workspace.LogAsync("other", ("other.bin", "other"));
        await RunAsync("chmod", "-R", "a+rX", Workspace.Root);
        await RunAsync("chown", "-R", "0:0", Workspace.Cache);
        await RunAsync("chmod", "-R", "a-w", Workspace.Cache);
        for (int i = 0; i < 2; i++)
            (await BuildAsync(app, Nobody)).AssertNothingRestored();
        Assert.AreEqual("v0", app.Text("model/model.bin"));

        app.SetItems("""<ArtifactReference Include="other" />""");
        await RunAsync("chown", Nobody, app.File);
        string error = (await BuildAsync(app, Nobody)).AssertError("ART3008");
        Assert.Contains("ArtifactCacheFallbackDirectories", error);

        string own = Workspace["own-cache"];
        (await BuildAsync(app, Nobody, $"-p:ArtifactCacheDirectory={own}", $"-p:ArtifactCacheFallbackDirectories={Workspace.Cache}")).AssertSuccess();
        Assert.AreEqual("other", app.Text("other/other.bin"));
    }

    [TestMethod]
    public async Task Two_users_fill_one_cache()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        await Workspace.LogAsync("other", ("other.bin", "other"), ("model.bin", "v0"));
        TestProject mine = await AddOwnedAsync("mine", """<ArtifactReference Include="model" />""", Nobody);
        TestProject theirs = await AddOwnedAsync("theirs", """<ArtifactReference Include="model;other" />""", Somebody);
        await RunAsync("chmod", "-R", "a+rX", Workspace.Root);
        Directory.CreateDirectory(Workspace.Cache);
        await RunAsync("chmod", "2777", Workspace.Cache);

        (await BuildAsync(mine, Nobody)).AssertSuccess();
        (await BuildAsync(theirs, Somebody)).AssertSuccess();
        mine.SetItems("""<ArtifactReference Include="model;other" />""");
        (await BuildAsync(mine, Nobody)).AssertSuccess();
        (await BuildAsync(mine, Nobody)).AssertNothingRestored();
        Assert.AreEqual("other", mine.Text("other/other.bin"));
        // Five objects, each of them once and writable for nobody.
        Assert.HasCount(5 - 1, Workspace.CacheObjects);
    }

    [TestMethod]
    public async Task A_user_without_a_home_has_the_cache_in_the_temporary_folder()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = await AddOwnedAsync("app", """<ArtifactReference Include="model" />""", Somebody);
        await RunAsync("chmod", "-R", "a+rX", Workspace.Root);
        string temporary = Directory.CreateDirectory(Workspace["tmp"]).FullName;
        await RunAsync("chmod", "777", temporary);
        CommandLine build = Workspace.Dotnet(app.Folder, "build", "--no-restore");
        var environment = new Dictionary<string, string>(build.Environment) { ["DOTNET_CLI_HOME"] = temporary, ["TMPDIR"] = temporary };
        environment.Remove("ARTIFACT_CACHE_DIR");
        CommandResult result = await Command.RunAsync(build with
        {
            Program = "setpriv",
            Arguments =
            [
                $"--reuid={Somebody}", $"--regid={Somebody}", "--clear-groups",
                "env", "-u", "HOME", "-u", "XDG_CACHE_HOME", build.Program, .. build.Arguments,
            ],
            Environment = environment,
        });
        result.AssertSuccess();
        Assert.AreEqual("v0", app.Text("model/model.bin"));
        Assert.HasCount(2, Fixtures.Workspace.Files(Path.Combine(temporary, "artifactbuild", "objects", "sha256")));
    }

    private async Task<TestProject> AddRestoredAsync(string user)
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = await AddOwnedAsync("app", """<ArtifactReference Include="model" />""", user);
        await app.BuildAsync("-t:ArtifactRestore");
        Directory.Delete(Path.Combine(app.Folder, "obj", "Debug"), recursive: true);
        await RunAsync("chown", "-R", $"{user}:{user}", Workspace.Root);
        return app;
    }

    private async Task<TestProject> AddOwnedAsync(string name, string items, string user)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Assert.Inconclusive("Only root on Linux can start a build as another user.");
        TestProject app = Workspace.AddProject(name, items);
        await app.RestoreAsync();
        await RunAsync("chown", "-R", $"{user}:{user}", app.Folder);
        await RunAsync("chmod", "777", Workspace["logs"], Workspace.Root);
        return app;
    }

    private async Task RunAsync(string program, params string[] arguments) =>
        (await Command.RunAsync(new CommandLine(program, Workspace.Root) { Arguments = arguments })).AssertSuccess();

    private async Task<CommandResult> BuildAsync(TestProject app, string user, params string[] arguments)
    {
        CommandLine build = Workspace.Dotnet(app.Folder, ["build", "--no-restore", .. arguments]);
        string home = Directory.CreateDirectory(Workspace[$"home-{user}"]).FullName;
        await RunAsync("chmod", "777", home);
        return await Command.RunAsync(build with
        {
            Program = "setpriv",
            Arguments = [$"--reuid={user}", $"--regid={user}", "--clear-groups", build.Program, .. build.Arguments],
            Environment = new Dictionary<string, string>(build.Environment) { ["HOME"] = home, ["DOTNET_CLI_HOME"] = home },
        });
    }
}
