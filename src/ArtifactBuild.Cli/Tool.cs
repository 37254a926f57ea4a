using System.CommandLine;
using ArtifactBuild.Cli.Commands;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli;

/// <summary>The tool <c>artifact</c>: all its commands.</summary>
internal static class Tool
{
    public static RootCommand Create() => new("Log, download and verify versioned model and data artifacts.")
    {
        LogCommand.Create(),
        ShowCommand.Create(),
        DownloadCommand.Create(),
        VerifyCommand.Create(),
        RestoreCommand.Create(),
        UpdateCommand.Create(),
        CacheCommand.Create(),
    };

    /// <summary>Runs what a user typed.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where failures, warnings and progress go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        RootCommand root = Create();
        ParseResult result = root.Parse(arguments);
        try
        {
            FlagText.Ensure(root, arguments);
            UnknownSwitches.Ensure(result, arguments);
        }
        catch (ArtifactException e)
        {
            await error.WriteLineAsync($"error {e.Code}: {e.Message}");
            return 1;
        }

        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
    }
}
