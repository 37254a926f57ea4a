using System.CommandLine;
using ArtifactBuild.Cli.Tests.Fixtures;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Cli.Tests;

/// <summary>How a command ends: its exit code, and what of a failure is shown.</summary>
[TestClass]
public sealed class CommandRunnerTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public async Task The_exit_code_and_the_text_are_those_of_the_work(int exitCode)
    {
        ToolResult result = await RunAsync(async (output, _) =>
        {
            await output.WriteLineAsync("done");
            return exitCode;
        });
        Assert.AreEqual(new ToolResult(exitCode, "done\n", ""), result);
    }

    [TestMethod]
    public async Task A_known_failure_is_one_line_with_its_code_and_no_stack()
    {
        ToolResult result = await RunAsync((_, _) => throw new ArtifactException(ArtifactCodes.VersionNotFound, "No “v7” {0}.", new IOException("inside")));
        Assert.AreEqual(new ToolResult(1, "", "error ART2003: No “v7” {0}.\n"), result);
    }

    [TestMethod]
    public async Task What_was_written_before_a_failure_stays_apart_from_it()
    {
        ToolResult result = await RunAsync(async (output, _) =>
        {
            await output.WriteLineAsync("first");
            throw new ArtifactException(ArtifactCodes.StoreAccess, "No.");
        });
        Assert.AreEqual(new ToolResult(1, "first\n", "error ART2010: No.\n"), result);
    }

    [TestMethod]
    [DataRow(3, 7, "/x/artifacts.lock.json(3,7): error ART1010: Bad.\n")]
    [DataRow(0, 0, "/x/artifacts.lock.json: error ART1010: Bad.\n")]
    public async Task A_failure_in_a_file_begins_with_its_place_as_compilers_write_it(int line, int column, string error)
    {
        ToolResult result = await RunAsync((_, _) =>
            throw new ArtifactFileException(ArtifactCodes.LockfileMalformed, "Bad.", "/x/artifacts.lock.json", line, column));
        Assert.AreEqual(new ToolResult(1, "", error), result);
    }

    [TestMethod]
    public async Task A_failure_that_nobody_foresaw_stays_loud() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync((_, _) => throw new InvalidOperationException("a defect")));

    [TestMethod]
    public async Task Work_that_the_user_stopped_says_so_and_ends_as_shells_expect()
    {
        using var stop = new CancellationTokenSource();
        ToolResult result = await RunAsync(
            async (_, token) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            stop.Token);
        Assert.AreEqual(new ToolResult(130, "", "Cancelled.\n"), result);
    }

    [TestMethod]
    public async Task A_cancellation_that_no_user_asked_for_is_a_defect_and_loud() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync((_, _) => throw new OperationCanceledException()));

    private static async Task<ToolResult> RunAsync(Func<TextWriter, CancellationToken, Task<int>> work, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand();
        root.SetWork((_, output, token) => work(output, token));
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = await root.Parse([]).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error }, cancellationToken);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }
}
