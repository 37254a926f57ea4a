using System.Diagnostics;
using System.Globalization;

namespace LargeArtifact;

/// <summary>
/// Adds, logs, lists and downloads an artifact of many small files, and compares with plain work on the same files in the same
/// run. Each size of files has a process of its own, so that its peak of memory is its own.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["measure", string count, string size])
        {
            await Measurement.RunAsync(int.Parse(count, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture));
            return 0;
        }

        string files = args.Length > 0 ? args[0] : "100000";
        foreach (string bytes in args.Length > 1 ? args[1..] : ["1024", "16384"])
        {
            using Process process = Process.Start(Environment.ProcessPath!, ["measure", files, bytes]);
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                return process.ExitCode;
        }

        return 0;
    }
}
