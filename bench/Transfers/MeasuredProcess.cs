using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Transfers;

/// <summary>What a process took.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Processor">Processor time of it and its children, user and system.</param>
/// <param name="Output">What it printed.</param>
internal sealed record MeasuredRun(double Seconds, double Processor, string Output);

/// <summary>Runs a process and measures it. One at a time: the processor time is that of all children that ended meanwhile.</summary>
internal static partial class MeasuredProcess
{
    private const int Children = -1;

    private static readonly string[] Foreign = ["AWS_", "RCLONE_", "ARTIFACT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<MeasuredRun> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // What is set on the machine for these programs is none of the comparison's.
        foreach (string name in start.Environment.Keys.Where(name => Foreign.Any(name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        double before = ChildrenSeconds();
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} took more than {Limit.TotalMinutes} minutes.");
        }

        double seconds = clock.Elapsed.TotalSeconds;
        string text = await output + await error;
        return process.ExitCode == 0
            ? new MeasuredRun(seconds, ChildrenSeconds() - before, text)
            : throw new InvalidOperationException($"{file} ended with {process.ExitCode}:\n{text}");
    }

    private static double ChildrenSeconds()
    {
        if (GetResourceUsage(Children, out ResourceUsage usage) != 0)
            throw new InvalidOperationException("getrusage failed.");
        return usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    /// <summary>The kernel's struct rusage; only its first two times are of interest.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
