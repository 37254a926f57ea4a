using System.Diagnostics;
using System.Globalization;
using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>This very program, started once more to be another process.</summary>
internal static class OtherProcess
{
    public const string Switch = "--other-process";

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Switch, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process, which must be a good one.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> FinishAsync(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, await error);
        return output;
    }

    /// <summary>What the other process does: <c>stage folder</c> or <c>log address folder seed least</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["stage", string folder]:
                await StageAndHangAsync(folder);
                return 0;
            case ["log", string address, string folder, string seed, string least]:
                await new BusyLogger(address, folder, Number(seed), Number(least)).RunAsync();
                return 0;
            default:
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task StageAndHangAsync(string folder)
    {
        var draft = new Artifact("data", "dataset", Path.Combine(folder, "cache"));
        string source = Path.Combine(folder, "source.txt");
        await File.WriteAllTextAsync(source, "content");
        await draft.AddFileAsync(source);
        Console.WriteLine("staged");
        // Nobody answers: the process is killed here.
        await Console.In.ReadLineAsync();
        GC.KeepAlive(draft);
    }
}
