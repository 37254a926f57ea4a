using System.CommandLine;
using System.Globalization;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli;

/// <summary>Runs a command. A failure with a code becomes one line; any other exception is a defect and is shown with its stack.</summary>
internal static class CommandRunner
{
    public static void SetWork(this Command command, Func<ParseResult, TextWriter, CancellationToken, Task<int>> work) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                return await work(result, result.InvocationConfiguration.Output, cancellationToken);
            }
            catch (ArtifactException e)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"{PlaceOf(e)}error {e.Code}: {e.Message}");
                return 1;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync("Cancelled.");
                return 130;
            }
        });

    // In the form of compilers, file(line,column), which terminals and editors make a link of.
    private static string PlaceOf(ArtifactException e) => e is not ArtifactFileException place ? ""
        : place.Line == 0 ? $"{place.File}: "
        : string.Create(CultureInfo.InvariantCulture, $"{place.File}({place.Line},{place.Column}): ");
}
