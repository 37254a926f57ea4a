using ArtifactBuild.Artifacts;
using ArtifactBuild.Package.Tests.Fixtures;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Package.Tests;

/// <summary>Which runs a registry knows of: those that logged, and those that restored and were asked to tell.</summary>
[TestClass]
public sealed class LogLineageTests : PackageTest
{
    private static readonly Dictionary<string, string> Ci = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_SERVER_URL"] = "https://github.com",
        ["GITHUB_REPOSITORY"] = "acme/vision",
        ["GITHUB_RUN_ID"] = "7",
        ["GITHUB_RUN_ATTEMPT"] = "1",
        ["GITHUB_JOB"] = "build",
        ["RUNNER_NAME"] = "runner 1",
        ["GITHUB_SHA"] = "c0ffee",
        ["GITHUB_REF_NAME"] = "main",
    };

    [TestMethod]
    public async Task One_job_that_restores_and_logs_is_one_run_with_the_facts_of_its_CI()
    {
        await Workspace.LogAsync("input", ("a.bin", "a"));
        TestProject app = Workspace.AddProject("app", """
            <ArtifactReference Include="input" />
            <ArtifactOutput Include="output" Type="model" Files="Program.cs" />
            """);
        await app.BuildAsync();
        Assert.IsEmpty(await UsersAsync("input"));
        Directory.Delete(Path.Combine(app.Folder, "obj", "Debug"), recursive: true);

        await BuildOnCiAsync(app, "-p:ArtifactTrackUsage=true", "-p:ArtifactLogOnBuild=true");
        Run user = (await UsersAsync("input")).Single();
        Assert.AreEqual(
            "app.csproj c0ffee main GitHub Actions https://github.com/acme/vision/actions/runs/7",
            $"{user.Name} {user.Commit} {user.Branch} {user.CiSystem} {user.CiUrl}");
        await using ArtifactRegistry registry = Open();
        using Artifact output = await registry.GetAsync("output");
        Assert.AreEqual(user.Id, (await output.LoggedByAsync())!.Id);

        // With nothing to do it asks nobody, so that it does not matter that nobody is there.
        Workspace.HideRegistry();
        await BuildOnCiAsync(app, "-p:ArtifactTrackUsage=true");
    }

    [TestMethod]
    public async Task A_registry_that_can_not_be_told_is_a_warning_unless_the_build_is_offline()
    {
        await Workspace.LogAsync("input", ("a.bin", "a"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="input" />""");
        // The folder of the runs can't be made.
        Workspace.Write("registry/runs", "");
        CommandResult warned = await app.RunAsync(new Dictionary<string, string> { ["ARTIFACT_TRACK_USAGE"] = "true" }, "build");
        Assert.AreEqual(0, warned.ExitCode, warned.Output);
        Assert.HasCount(1, warned.Warnings, warned.Output);
        Assert.StartsWith($"{app.File} : warning ART2501: ", warned.Warnings[0]);
        Assert.Contains("ART2010", warned.Warnings[0]);
        Assert.AreSequenceEqual(["input/a.bin"], app.ArtifactFiles);

        File.Delete(app.LastBuild);
        await app.BuildAsync("-p:ArtifactTrackUsage=true", "-p:ArtifactOffline=true", "-p:ArtifactRestoreResultFile=made/restore.json");
        string result = Path.Combine(app.Folder, "made", "restore.json");
        Assert.Contains("\"name\": \"default/uncategorized/input\"", File.ReadAllText(result));

        (await app.RunAsync("msbuild", "-t:ArtifactRestore", "-p:ArtifactTrackUsage=maybe")).AssertError("ART1004");
    }

    private static async Task BuildOnCiAsync(TestProject app, params string[] arguments) =>
        (await app.RunAsync(Ci, ["build", .. arguments])).AssertSuccess();

    private async Task<IReadOnlyList<Run>> UsersAsync(string name)
    {
        await using ArtifactRegistry registry = Open();
        using Artifact version = await registry.GetAsync(name);
        return await version.UsedByAsync();
    }

    private ArtifactRegistry Open() =>
        ArtifactRegistry.Open(Workspace.Registry, new ArtifactRegistryOptions { CacheDirectory = Workspace.Cache });
}
