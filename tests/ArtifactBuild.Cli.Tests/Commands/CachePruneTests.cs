using ArtifactBuild.Cli.Tests.Fixtures;

namespace ArtifactBuild.Cli.Tests.Commands;

/// <summary><c>artifact cache prune</c>: what it takes, and what it says.</summary>
[TestClass]
public sealed class CachePruneTests
{
    [TestMethod]
    [DataRow("--older-than", "30")]
    [DataRow("--older-than", "soon")]
    [DataRow("--older-than", "")]
    [DataRow("--max-size", "20")]
    [DataRow("--max-size", "-1GB")]
    [DataRow("--max-size", "1 PB")]
    public async Task A_quantity_that_makes_no_sense_is_an_error_that_names_the_switch(string name, string text)
    {
        await using var folder = new ToolFolder();
        ToolResult result = await PruneAsync(folder, name, text);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith($"error ART1004: {name} is “{text}”. Give a number and ", result.Error);
    }

    [TestMethod]
    public async Task A_dry_run_says_what_would_go_and_the_next_run_removes_it()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("data", [], ("x", "1"));
        await folder.RunAsync("download", "data", "--output", folder["out"]);
        Directory.Delete(folder["out"], recursive: true);

        ToolResult dry = await PruneAsync(folder, "--max-size", "0B", "--dry-run");
        Assert.AreEqual(0, dry.ExitCode, dry.Error);
        Assert.StartsWith("Would remove ", dry.Output);
        Assert.EndsWith($" from {folder.Registry.Cache}; 0 objects (0 bytes) stay\n", dry.Output);
        ToolResult removed = await PruneAsync(folder, "--max-size", "0B");
        Assert.AreEqual(dry.Output.Replace("Would remove", "Removed", StringComparison.Ordinal), removed.Output);
        ToolResult again = await PruneAsync(folder, "--max-size=0B");
        Assert.AreEqual($"Removed 0 objects (0 bytes) from {folder.Registry.Cache}; 0 objects (0 bytes) stay\n", again.Output);
    }

    [TestMethod]
    public async Task A_glob_for_lockfiles_that_finds_none_removes_nothing()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("data", [], ("x", "1"));
        await folder.RunAsync("download", "data", "--output", folder["out"]);
        string[] before = Directory.GetFiles(folder.Registry.Cache, "*", SearchOption.AllDirectories);
        ToolResult result = await PruneAsync(folder, "--keep-lockfiles", folder["**/artifacts.lock.json"]);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith("error ART1004: --keep-lockfiles “", result.Error);
        Assert.AreSequenceEqual(before, Directory.GetFiles(folder.Registry.Cache, "*", SearchOption.AllDirectories));
    }

    private static Task<ToolResult> PruneAsync(ToolFolder folder, params string[] arguments) =>
        ToolFolder.RunAloneAsync(["cache", "prune", .. arguments, "--cache", folder.Registry.Cache]);
}
