using System.Diagnostics;
using System.Threading.Channels;
using ArtifactBuild.Package.Tests.Fixtures;

namespace ArtifactBuild.Package.Tests;

/// <summary><c>dotnet watch</c> builds again whenever a file changes, so a build that writes what is watched would go on for ever.</summary>
[TestClass]
public sealed class FlowWatchTests : PackageTest
{
    private const string Idle = "Waiting for a file to change before restarting";
    private const string Built = "Build succeeded.";

    [TestMethod]
    public async Task Watch_builds_once_for_each_edit_also_when_the_first_build_makes_the_lockfile()
    {
        await Workspace.LogAsync("model", ("model.bin", "v0"));
        TestProject app = Workspace.AddProject("app", """<ArtifactReference Include="model" />""");
        await app.RestoreAsync();
        CommandLine line = Workspace.Dotnet(app.Folder, "watch", "build", "--non-interactive", "--no-restore");
        using Process watch = Command.Start(line);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
            stop.CancelAfter(Command.Patience);
            ChannelReader<string> both = ReadBoth(watch);
            var lines = new List<string>();
            await ReadUntilIdleAsync(both, lines, stop.Token);
            (DateTime LastBuild, DateTime Lock) first = Times(app);
            const int Edits = 3;
            for (int edit = 0; edit < Edits; edit++)
            {
                // In one step, so that it is one change.
                File.WriteAllText(Workspace["next.cs"], $"return 0; // {edit}");
                File.Move(Workspace["next.cs"], Path.Combine(app.Folder, "Program.cs"), overwrite: true);
                await ReadUntilIdleAsync(both, lines, stop.Token);
            }

            string output = string.Join('\n', lines);
            // A build that caused another one would have left more of them.
            Assert.HasCount(1 + Edits, lines.Where(text => text.Contains(Built, StringComparison.Ordinal)), output);
            Assert.HasCount(1, lines.Where(text => text.Contains("Restored 1 artifact (", StringComparison.Ordinal)), output);
            Assert.AreEqual(first, Times(app), output);
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            await watch.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static (DateTime LastBuild, DateTime Lock) Times(TestProject app) =>
        (File.GetLastWriteTimeUtc(app.LastBuild), File.GetLastWriteTimeUtc(app.Lockfile));

    // The builds write to one stream and the watch to the other.
    private static ChannelReader<string> ReadBoth(Process watch)
    {
        var lines = Channel.CreateUnbounded<string>();
        void Add(object _, DataReceivedEventArgs received)
        {
            if (received.Data is string line)
                lines.Writer.TryWrite(line);
        }

        watch.OutputDataReceived += Add;
        watch.ErrorDataReceived += Add;
        watch.EnableRaisingEvents = true;
        watch.Exited += (_, _) => lines.Writer.TryComplete();
        watch.BeginOutputReadLine();
        watch.BeginErrorReadLine();
        return lines.Reader;
    }

    private static async Task ReadUntilIdleAsync(ChannelReader<string> source, List<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                lines.Add(await source.ReadAsync(cancellationToken));
                if (lines[^1].Contains(Idle, StringComparison.Ordinal))
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            Assert.Fail($"dotnet watch ended or hung:\n{string.Join('\n', lines)}");
        }
    }
}
