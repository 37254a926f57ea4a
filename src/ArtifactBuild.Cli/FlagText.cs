using System.CommandLine;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli;

/// <summary>
/// Checks the text behind “=” of a switch that is true or false. The parser would take any other text for the next argument, such as
/// a file to log, so the command line is checked before it is run.
/// </summary>
internal static class FlagText
{
    /// <exception cref="ArtifactException">ART1004: it is neither true nor false.</exception>
    public static void Ensure(Command root, IEnumerable<string> arguments)
    {
        var flags = FlagsOf(root).ToHashSet(StringComparer.Ordinal);
        foreach (string argument in arguments.TakeWhile(argument => argument != "--"))
        {
            int end = argument.AsSpan().IndexOfAny('=', ':');
            if (end > 0 && flags.Contains(argument[..end]))
                new GivenText(argument[..end], argument[(end + 1)..]) { IsTyped = true }.ToTruth();
        }
    }

    private static IEnumerable<string> FlagsOf(Command command) =>
        command.Options.OfType<Option<bool>>().Select(option => option.Name).Concat(command.Subcommands.SelectMany(FlagsOf));
}
