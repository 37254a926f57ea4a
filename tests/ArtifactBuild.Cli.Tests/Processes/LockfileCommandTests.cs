using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests.Processes;

/// <summary>Work on a lockfile without its project.</summary>
[TestClass]
public sealed class LockfileCommandTests
{
    [TestMethod]
    public async Task Restore_fills_the_cache_that_a_build_then_finds()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a"), ("left-out", "x"));
        await registry.LogAsync("b", [], ("b", "b"));
        BuildProject app = new BuildProject(registry).Refer("a", ("Files", "a")).Refer("b", ("Accessors", "false"));
        await app.RestoreAsync();
        Directory.Delete(app.Cache, recursive: true);

        ProgramResult restore = await RunAsync(registry, app, "restore", app.LockFile);
        Assert.AreEqual("Restored 1 lockfile (2 files, 2 bytes downloaded)\n", restore.Output);
        Assert.AreEqual("Restored 1 lockfile (everything was in the cache)\n", (await RunAsync(registry, app, "restore", app.LockFile)).Output);
        Directory.Move(registry.Folder, registry.Folder + ".away");
        Assert.AreEqual(0, (await app.RestoreOfflineAsync()).DownloadedFiles);
    }

    [TestMethod]
    public async Task Update_moves_what_is_named_and_leaves_the_rest_of_the_file_alone()
    {
        await using var registry = new LocalRegistry();
        foreach (string name in new[] { "a", "b" })
            await registry.LogAsync(name, ["best"], ("x", "0"));
        BuildProject app = new BuildProject(registry).Refer("a:best", ("Files", "*"), ("TargetPath", "t")).Refer("b:best", ("Accessors", "false"));
        await app.RestoreAsync();
        string before = app.LockText;
        Assert.AreEqual("No pin moved.\n", (await RunAsync(registry, app, "update", "--lockfile", app.LockFile)).Output);
        Assert.AreEqual(before, app.LockText);

        foreach (string name in new[] { "a", "b" })
            await registry.LogAsync(name, ["best"], ("x", "1"));
        ProgramResult one = await RunAsync(registry, app, "update", "a", "--lockfile", app.LockFile);
        Assert.AreEqual("a: v0 → v1 (best)\n", one.Output);
        ProgramResult all = await RunAsync(registry, app, "update", "--lockfile", app.LockFile);
        Assert.AreEqual("b: v0 → v1 (best)\n", all.Output);
        // The project finds its own pins.
        await app.RestoreLockedAsync();

        ProgramResult unknown = await RunAsync(registry, app, "update", "c", "--lockfile", app.LockFile);
        Assert.StartsWith("error ART1005: ", unknown.Error);
    }

    [TestMethod]
    public async Task Update_keeps_what_the_lockfile_says_of_a_registry_in_the_repository()
    {
        await using var registry = new LocalRegistry();
        Directory.CreateDirectory(registry.Temporary[".git"]);
        await registry.LogAsync("a", [], ("x", "0"));
        BuildProject app = new BuildProject(registry).Refer("a");
        await app.RestoreAsync();
        Assert.AreEqual("file:../registry", app.Locked.Artifacts[0].Registry);
        Directory.Delete(registry.Temporary[".git"]);
        await registry.LogAsync("a", [], ("x", "1"));

        ProgramResult update = await StartedProgram.RunAsync(
            BuildPaths.Cli, "update", "--lockfile", app.LockFile, "--registry", registry.Temporary["none"], "--cache", app.Cache);
        Assert.AreEqual("a: v0 → v1 (latest)\n", update.Output, update.Error);
        Assert.AreEqual("file:../registry", app.Locked.Artifacts[0].Registry);
    }

    [TestMethod]
    [DataRow("restore {none}", "error ART1004")]
    [DataRow("update --lockfile {none}", "error ART1004")]
    [DataRow("restore {broken}", "{broken}(1,2): error ART1010")]
    public async Task A_lockfile_that_can_not_be_used_has_a_code(string arguments, string start)
    {
        await using var registry = new LocalRegistry();
        string broken = registry.Temporary.Write("broken.json", "{");
        ProgramResult result = await StartedProgram.RunAsync(BuildPaths.Cli, [.. arguments.Split(' ').Select(one => one
            .Replace("{none}", registry.Temporary["none.json"], StringComparison.Ordinal)
            .Replace("{broken}", broken, StringComparison.Ordinal))]);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith(start.Replace("{broken}", broken, StringComparison.Ordinal), result.Error);
    }

    private static Task<ProgramResult> RunAsync(LocalRegistry registry, BuildProject app, string command, params string[] arguments) =>
        StartedProgram.RunAsync(BuildPaths.Cli, [command, .. arguments, "--registry", registry.Folder, "--cache", app.Cache]);
}
