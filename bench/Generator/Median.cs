using System.Diagnostics;

namespace ArtifactBuild.Bench.Generator;

/// <summary>Medians, because a machine has other things to do as well.</summary>
internal static class Median
{
    /// <summary>Measures some times.</summary>
    public static double Of(int times, Func<double> measure) => Of([.. Enumerable.Range(0, times).Select(_ => measure())]);

    public static double Of(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    public static double Milliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
