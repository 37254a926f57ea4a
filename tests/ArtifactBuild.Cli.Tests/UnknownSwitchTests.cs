using ArtifactBuild.Cli.Tests.Fixtures;

namespace ArtifactBuild.Cli.Tests;

/// <summary>A switch that a command does not have is refused by its name, and is neither a file nor the value of another switch.</summary>
[TestClass]
public sealed class UnknownSwitchTests
{
    private const string Behind = "What begins with “-” and is not a switch goes behind “--”.";

    [TestMethod]
    [DataRow("log data file --tyep model", "--tyep is not a switch of artifact log. Did you mean --type? " + Behind)]
    [DataRow("log data file --type t --alais best", "--alais is not a switch of artifact log. Did you mean --alias? " + Behind)]
    [DataRow("log data file --type t --tag=x --TAGS=y", "--TAGS is not a switch of artifact log. Did you mean --tag? " + Behind)]
    [DataRow("log data file --type t --meta {}", "--meta is not a switch of artifact log. Did you mean --metadata? " + Behind)]
    [DataRow("log data -file --type t", "-file is not a switch of artifact log. artifact log --help lists those that it has. " + Behind)]
    [DataRow("show data --regsitry /r", "--regsitry is not a switch of artifact show. Did you mean --registry? " + Behind)]
    [DataRow("download data --ouput out", "--ouput is not a switch of artifact download. Did you mean --output? " + Behind)]
    [DataRow("download data --track-usge=true", "--track-usge is not a switch of artifact download. Did you mean --track-usage? " + Behind)]
    [DataRow("verify data --folder out", "--folder is not a switch of artifact verify. artifact verify --help lists those that it has. " + Behind)]
    [DataRow("restore --lockfile a.json", "--lockfile is not a switch of artifact restore. artifact restore --help lists those that it has. " + Behind)]
    [DataRow("restore a.json --miror /m", "--miror is not a switch of artifact restore. Did you mean --mirror? " + Behind)]
    [DataRow("update data --lockfiles a.json", "--lockfiles is not a switch of artifact update. Did you mean --lockfile? " + Behind)]
    [DataRow("cache prune --older-then 30d", "--older-then is not a switch of artifact cache prune. Did you mean --older-than? " + Behind)]
    [DataRow("cache prune -n", "-n is not a switch of artifact cache prune. artifact cache prune --help lists those that it has. " + Behind)]
    [DataRow("cache --dry-run", "--dry-run is not a switch of artifact cache. artifact cache --help lists those that it has. " + Behind)]
    [DataRow("--verison", "--verison is not a switch of artifact. Did you mean --version? " + Behind)]
    [DataRow("log data file --type --alais best", "--alais is not a switch of artifact log. Did you mean --alias? If it is the value of --type, write --type=--alais.")]
    [DataRow("cache prune --max-size --dryrun", "--dryrun is not a switch of artifact cache prune. Did you mean --dry-run? If it is the value of --max-size, write --max-size=--dryrun.")]
    public async Task It_is_named_with_the_one_that_was_meant(string line, string message)
    {
        ToolResult result = await ToolFolder.RunAloneAsync(line.Split(' '));
        Assert.AreEqual(1, result.ExitCode);
        Assert.AreEqual($"error ART1004: {message}\n", result.Error);
        Assert.AreEqual("", result.Output);
    }

    [TestMethod]
    public async Task Files_behind_two_dashes_and_values_may_begin_with_a_dash()
    {
        await using var folder = new ToolFolder();
        // Which is not there, because the current folder belongs to all tests.
        ToolResult file = await ToolFolder.RunAloneAsync(
            "log", "data", "--type", "t", "--registry", folder.Registry.Folder, "--cache", folder.Registry.Cache, "--", "-no-such-file", "--type");
        Assert.StartsWith("error ART4001: Path is not a file: ", file.Error);
        Assert.Contains("-no-such-file", file.Error);
        ToolResult value = await folder.RunAsync("log", "data", folder.Write("a", "1"), "--type", "t", "--description=--tyep", "--tag=-5");
        Assert.AreEqual((0, ""), (value.ExitCode, value.Error));
        ToolResult both = await ToolFolder.RunAloneAsync(
            "log", "data", "--type", "t", "--tag=--tyep", "--registry", folder.Registry.Folder, "--cache", folder.Registry.Cache, "--", "--tyep");
        Assert.StartsWith("error ART4001: Path is not a file: ", both.Error);
        ToolResult text = await folder.RunAsync("log", "data", folder.Write("a", "2"), "--type", "t", "--description", "-- a text of several words");
        Assert.AreEqual((0, ""), (text.ExitCode, text.Error));
        ToolResult number = await ToolFolder.RunAloneAsync("cache", "prune", "--max-size", "-5");
        Assert.StartsWith("error ART1004: --max-size is “-5”. Give ", number.Error);
    }

    [TestMethod]
    public async Task Help_is_given_whatever_else_was_typed()
    {
        ToolResult help = await ToolFolder.RunAloneAsync("log", "--tyep", "--help");
        Assert.AreEqual((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("--type", help.Output);
    }

    [TestMethod]
    public async Task A_shell_may_complete_half_a_switch()
    {
        ToolResult suggestions = await ToolFolder.RunAloneAsync("[suggest:14]", "artifact log --ty");
        Assert.AreEqual("", suggestions.Error);
        Assert.Contains("--type", suggestions.Output);
    }
}
