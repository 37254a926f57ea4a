using System.Globalization;

namespace Transfers;

/// <summary>What the processes of a server have used, by /proc.</summary>
internal static class ServerLoad
{
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;

    /// <summary>The processor time of all of them so far.</summary>
    public static double Seconds(IEnumerable<int> processes) => processes.Sum(id =>
    {
        string text = File.ReadAllText($"/proc/{id}/stat");
        // The name comes second, in brackets, and may hold anything.
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[UserTime + 1], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    /// <summary>The most memory that one of them ever had, in bytes.</summary>
    public static long PeakMemory(IEnumerable<int> processes) => processes.Max(id =>
        long.Parse(
            File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) * 1024);
}
