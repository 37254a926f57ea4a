using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Cli.Tests.Fixtures;

namespace ArtifactBuild.Cli.Tests.Commands;

/// <summary>What <c>restore</c> and <c>update</c> say about several lockfiles, and how they end.</summary>
[TestClass]
public sealed class LockfileTests
{
    [TestMethod]
    public async Task Restore_counts_lockfiles_files_and_bytes_together()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("a", [], ("x", "12"), ("y", "345"));
        await folder.Registry.LogAsync("b", [], ("x", "6789"));
        await ProjectAsync(folder, "apps/one", "a");
        await ProjectAsync(folder, "apps/two", "b");
        string all = folder["apps/**/artifacts.lock.json"];
        string[] cache = ["--registry", folder.Registry.Folder, "--cache", folder["other-cache"]];

        ToolResult first = await ToolFolder.RunAloneAsync(["restore", folder["apps/two/artifacts.lock.json"], .. cache]);
        Assert.AreEqual(new ToolResult(0, "Restored 1 lockfile (1 file, 4 bytes downloaded)\n", ""), first);
        ToolResult second = await ToolFolder.RunAloneAsync(["restore", all, .. cache]);
        Assert.AreEqual(new ToolResult(0, "Restored 2 lockfiles (2 files, 5 bytes downloaded)\n", ""), second);
        ToolResult third = await ToolFolder.RunAloneAsync(["restore", all, .. cache]);
        Assert.AreEqual(new ToolResult(0, "Restored 2 lockfiles (everything was in the cache)\n", ""), third);
    }

    [TestMethod]
    public async Task Update_tells_each_move_in_the_order_of_the_lockfiles()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("a", [], ("x", "0"));
        await folder.Registry.LogAsync("b", [], ("x", "0"));
        await ProjectAsync(folder, "apps/two", "b");
        await ProjectAsync(folder, "apps/one", "a");
        string all = folder["apps/*/artifacts.lock.json"];
        Assert.AreEqual(new ToolResult(0, "No pin moved.\n", ""), await folder.RunAsync("update", "--lockfile", all));
        await folder.Registry.LogAsync("a", [], ("x", "1"));
        await folder.Registry.LogAsync("b", [], ("x", "1"));
        Assert.AreEqual(
            new ToolResult(0, "a: v0 → v1 (latest)\nb: v0 → v1 (latest)\n", ""), await folder.RunAsync("update", "--lockfile", all));
    }

    [TestMethod]
    public async Task A_lockfile_that_can_not_be_read_is_an_error_at_its_place()
    {
        await using var folder = new ToolFolder();
        string file = folder.Write("artifacts.lock.json", "{\n  nonsense");
        foreach (string[] line in new[] { new[] { "restore", file }, ["update", "--lockfile", file] })
        {
            ToolResult result = await folder.RunAsync(line);
            Assert.AreEqual(1, result.ExitCode);
            Assert.MatchesRegex(@"^.*artifacts\.lock\.json\(2,[0-9]+\): error ART1010: ", result.Error);
            Assert.AreEqual("", result.Output);
        }
    }

    [TestMethod]
    public async Task The_first_lockfile_that_fails_ends_the_command()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("a", [], ("x", "0"));
        await ProjectAsync(folder, "apps/two", "a");
        string broken = folder.Write("apps/one/artifacts.lock.json", "");
        ToolResult result = await folder.RunAsync("restore", folder["apps/*/artifacts.lock.json"]);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith(broken, result.Error);
        Assert.AreEqual("", result.Output);
    }

    private static async Task ProjectAsync(ToolFolder folder, string name, string artifact) =>
        await new BuildProject(folder.Registry, name).Refer(artifact).RestoreAsync();
}
