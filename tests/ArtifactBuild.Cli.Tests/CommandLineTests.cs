using System.CommandLine;
using ArtifactBuild.Cli.Tests.Fixtures;

namespace ArtifactBuild.Cli.Tests;

/// <summary>Which command lines are taken, without running them.</summary>
[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    [DataRow("log data file --type t")]
    [DataRow("log data --type t --uri s3://b/k")]
    [DataRow("log data a b --type t --alias x --alias y --tag z --incremental --no-checksum --max-objects 5 --result r.json")]
    [DataRow("show data:v0 --mirror /m --cache-fallbacks /f")]
    [DataRow("download data --output out --path-prefix a/ --skip-cache --allow-missing-references --track-usage")]
    [DataRow("verify data --output out")]
    [DataRow("restore")]
    [DataRow("restore a.json b.json --max-concurrency 3")]
    [DataRow("update")]
    [DataRow("update data other:best --lockfile a.json --lockfile b.json")]
    [DataRow("cache prune --older-than 30d --max-size 20GiB --keep-lockfiles a --keep-lockfiles b --dry-run")]
    public void A_line_of_the_manual_is_understood(string line) =>
        Assert.IsEmpty(Tool.Create().Parse(line.Split(' ')).Errors.Select(error => error.Message));

    [TestMethod]
    [DataRow("log data file")]
    [DataRow("log data --type t")]
    [DataRow("log --type t")]
    [DataRow("show")]
    [DataRow("show data other")]
    [DataRow("show data --track-usage")]
    [DataRow("download")]
    [DataRow("verify")]
    [DataRow("cache")]
    [DataRow("cache prune --registry /r")]
    [DataRow("nonsense")]
    [DataRow("show data --no-such-option")]
    [DataRow("show data --registry")]
    public async Task Another_line_fails_with_a_sentence_and_without_a_stack(string line)
    {
        string[] arguments = line.Split(' ');
        Assert.IsNotEmpty(Tool.Create().Parse(arguments).Errors);
        ToolResult result = await ToolFolder.RunAloneAsync(arguments);
        Assert.AreEqual(1, result.ExitCode);
        Assert.AreNotEqual("", result.Error.Trim());
        Assert.DoesNotContain("   at ", result.Error);
    }

    [TestMethod]
    [DataRow("cache prune --dry-run=perhaps", "--dry-run")]
    [DataRow("download data --skip-cache:1", "--skip-cache")]
    [DataRow("log data file --type t --incremental=", "--incremental")]
    public async Task A_flag_that_is_neither_true_nor_false_is_an_error_that_names_it(string line, string flag)
    {
        ToolResult result = await ToolFolder.RunAloneAsync(line.Split(' '));
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith($"error ART1004: {flag} is “", result.Error);
        Assert.AreEqual("", result.Output);
    }

    [TestMethod]
    public void What_stands_behind_two_dashes_is_no_flag() =>
        FlagText.Ensure(Tool.Create(), ["log", "data", "--type", "t", "--", "--dry-run=perhaps"]);

    [TestMethod]
    public async Task The_help_names_every_command_and_every_command_says_what_its_switches_do()
    {
        ToolResult help = await ToolFolder.RunAloneAsync("--help");
        Assert.AreEqual(0, help.ExitCode);
        foreach (Command command in Tool.Create().Subcommands)
        {
            Assert.Contains($"  {command.Name}", help.Output);
            Assert.AreNotEqual("", command.Description);
            foreach (Option option in command.Options)
                Assert.AreNotEqual("", option.Description ?? "", $"{command.Name} {option.Name}");
            foreach (Argument argument in command.Arguments)
                Assert.AreNotEqual("", argument.Description ?? "", $"{command.Name} {argument.Name}");
        }
    }
}
