using System.CommandLine;
using System.CommandLine.Parsing;
using ArtifactBuild.Builds.Settings;

namespace ArtifactBuild.Cli;

/// <summary>The switches of a command that are rows of the table of options, each with its environment variable.</summary>
/// <param name="variables">Gives the text of an environment variable.</param>
internal sealed class OptionSwitches(Func<string, string?> variables)
{
    private readonly Dictionary<BuildOption, Option> _switches = [];

    /// <summary>Adds switches to a command, in the order of its help.</summary>
    public void AddTo(Command command, params BuildOption[] options)
    {
        foreach (BuildOption option in options)
        {
            Option typed = option.Kind == OptionKind.TruthValue ? Flag(option) : Text(option);
            _switches.Add(option, typed);
            command.Options.Add(typed);
        }
    }

    /// <summary>What the user said about the options, with switches or with variables.</summary>
    public OptionValues Values(ParseResult result) => OptionValues.OfTool(option => TextOf(result, option), variables);

    /// <summary>The switch of an option that takes a text.</summary>
    public static Option<string?> Text(BuildOption option) => new(option.Switch!) { Description = Help(option) };

    // A switch without a value is enough to say yes.
    private static Option<bool> Flag(BuildOption option) => new(option.Switch!) { Description = Help(option) };

    private static string Help(BuildOption option) =>
        $"{char.ToUpperInvariant(option.Summary[0])}{option.Summary[1..]}.{(option.Variable is null ? "" : $" [{option.Variable}]")}";

    private string? TextOf(ParseResult result, BuildOption option)
    {
        if (!_switches.TryGetValue(option, out Option? typed) || result.GetResult(typed) is not OptionResult { Implicit: false } given)
            return null;
        return typed is Option<bool> flag ? (result.GetValue(flag) ? "true" : "false") : given.GetValueOrDefault<string?>();
    }
}
