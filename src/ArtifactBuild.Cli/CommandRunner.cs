using System.CommandLine;
using System.Globalization;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli;

/// <summary>Runs a command: known failures become one line with their code, everything else stays loud.</summary>
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

    // As compilers write it, so that a terminal makes a link of it.
    private static string PlaceOf(ArtifactException e) => e is not ArtifactFileException place ? ""
        : place.Line == 0 ? $"{place.File}: "
        : string.Create(CultureInfo.InvariantCulture, $"{place.File}({place.Line},{place.Column}): ");
}
