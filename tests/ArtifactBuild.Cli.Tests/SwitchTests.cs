using System.CommandLine;
using System.Text.RegularExpressions;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Cli.Tests;

/// <summary>Keeps the switches of the tool, the table of options and the README equal.</summary>
[TestClass]
public sealed partial class SwitchTests
{
    private static string Readme => File.ReadAllText(Repository.PathOf("README.md"));

    [TestMethod]
    public void Every_switch_of_the_table_is_one_of_the_tool_and_says_what_the_table_says()
    {
        Option[] all = [.. Commands(Tool.Create()).SelectMany(command => command.Options)];
        foreach (BuildOption option in OptionTable.All.Where(option => option.Switch is not null))
        {
            Option[] switches = [.. all.Where(one => one.Name == option.Switch)];
            Assert.IsNotEmpty(switches, option.Switch);
            foreach (Option one in switches)
            {
                Assert.StartsWith($"{char.ToUpperInvariant(option.Summary[0])}{option.Summary[1..]}.", one.Description);
                Assert.AreEqual(option.Variable, Variable().Match(one.Description!) is { Success: true } match ? match.Groups["name"].Value : null);
            }
        }
    }

    [TestMethod]
    public void Every_variable_in_the_tools_help_is_in_the_table()
    {
        string[] known = [.. OptionTable.All.Where(option => option.Switch is not null).Select(option => option.Switch!)];
        IEnumerable<Option> withVariable = Commands(Tool.Create()).SelectMany(command => command.Options)
            .Where(option => Variable().IsMatch(option.Description ?? ""));
        Assert.IsEmpty(withVariable.Where(option => !known.Contains(option.Name)));
    }

    [TestMethod]
    public void Every_switch_of_a_log_is_in_the_tables_of_the_README_and_the_other_way_round()
    {
        string readme = Readme;
        string items = readme[readme.IndexOf("### ArtifactOutput", StringComparison.Ordinal)..readme.IndexOf("### Targets", StringComparison.Ordinal)];
        string[] ofItems = [.. Switch().Matches(items).Select(match => match.Groups["name"].Value)];
        string[] ofTable = [.. OptionTable.All.Where(option => option.Switch is not null).Select(option => option.Switch!)];
        string[] ofLog = [.. Tool.Create().Subcommands.Single(command => command.Name == "log").Options.Select(option => option.Name)
            .Where(name => name != "--help")];

        Assert.IsEmpty(ofLog.Except(ofItems).Except(ofTable));
        Assert.IsEmpty(ofItems.Except(ofLog));
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    [GeneratedRegex(@"\[(?<name>ARTIFACT_[A-Z_]+)\]$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"`(?<name>--[a-z-]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Switch();
}
