using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Cli;

/// <summary>
/// Refuses a switch that a command does not have. The parser takes one for an argument where an argument fits, such as a file to
/// log, or for the value of the switch before it.
/// </summary>
internal static class UnknownSwitches
{
    /// <summary>Looks at what was typed before <c>--</c>; behind it everything is an argument.</summary>
    /// <param name="result">What the parser made of the command line.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="ArtifactException">ART1004: it has a switch that its command does not have.</exception>
    public static void Ensure(ParseResult result, IReadOnlyCollection<string> arguments)
    {
        // Who asks for help, or whose shell asks for completions, may have typed anything.
        if (result.Action is HelpAction || result.Tokens.Any(token => token.Type == TokenType.Directive))
            return;
        OptionResult[] options = [.. Commands(result).SelectMany(command => command.Children.OfType<OptionResult>())];
        IEnumerable<Token> typed = result.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith('-') && token.Value.Length > 1);
        string[] before = [.. arguments.TakeWhile(argument => argument != "--")];
        foreach (Token token in typed)
        {
            OptionResult? option = Array.Find(options, option => option.Tokens.Any(value => ReferenceEquals(value, token)));
            if (option is null)
                throw Unknown(result, token.Value, "What begins with “-” and is not a switch goes behind “--”.");
            // A value may begin with a dash, as a number does. What looks like a switch is a value only behind “=”.
            if (token.Value.StartsWith("--", StringComparison.Ordinal) && !token.Value.Any(char.IsWhiteSpace) && before.Contains(token.Value))
                throw Unknown(result, token.Value, $"If it is the value of {option.Option.Name}, write {option.Option.Name}={LogicalPath.Printable(token.Value)}.");
        }
    }

    private static ArtifactException Unknown(ParseResult result, string typed, string advice)
    {
        string name = typed.Split('=', ':')[0];
        string command = string.Join(' ', Commands(result).SkipLast(1).Reverse().Select(one => one.Command.Name).Prepend("artifact"));
        // The parser knows the options of the commands above only when they say that they hold below, too.
        string[] known = [.. Commands(result)
            .SelectMany(one => one.Command.Options.Where(option => one == result.CommandResult || option.Recursive))
            .Select(option => option.Name)];
        string near = NearestText.Of(name, known) is string switchName ? $"Did you mean {switchName}?" : $"{command} --help lists those that it has.";
        return new ArtifactException(ArtifactCodes.InvalidOption, $"{LogicalPath.Printable(name)} is not a switch of {command}. {near} {advice}");
    }

    /// <summary>The command and those above it, the tool itself last.</summary>
    private static IEnumerable<CommandResult> Commands(ParseResult result)
    {
        for (CommandResult? command = result.CommandResult; command is not null; command = command.Parent as CommandResult)
            yield return command;
    }
}
