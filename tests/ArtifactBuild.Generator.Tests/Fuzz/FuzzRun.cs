using System.Diagnostics;

namespace ArtifactBuild.Fuzz;

/// <summary>Runs many damaged documents through something that must bear them.</summary>
internal static class FuzzRun
{
    /// <summary>How many documents a test runs.</summary>
    public const int Count = 100_000;

    // In milliseconds.
    private const int Bound = 100;

    /// <summary>Runs them.</summary>
    /// <param name="document">The document to damage.</param>
    /// <param name="test">Says of a damaged document whether it was taken for good; what it throws fails the test.</param>
    /// <returns>A line about what happened, and how many were taken for good.</returns>
    public static (string Report, int Good) Of(byte[] document, Func<byte[], bool> test)
    {
        int good = 0;
        TimeSpan slowest = TimeSpan.Zero, total = TimeSpan.Zero;
        int slowestSeed = 0;
        // The first calls compile the code that is measured.
        for (int seed = -200; seed < Count; seed++)
        {
            byte[] damaged = Mutation.Of(document, seed);
            try
            {
                TimeSpan time = Measure(damaged, test, out bool isGood);
                // A loaded machine makes anything slow once. What hangs is slow every time.
                for (int again = 0; again < 5 && seed >= 0 && time.TotalMilliseconds > Bound / 10; again++)
                    time = Min(time, Measure(damaged, test, out _));

                if (seed < 0)
                    continue;

                good += isGood ? 1 : 0;
                total += time;
                (slowest, slowestSeed) = time > slowest ? (time, seed) : (slowest, slowestSeed);
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"The document of seed {seed} was not borne: {e}");
            }
        }

        string report = $"{Count} documents in {total.TotalSeconds:f1} s, {good} of them good; the slowest, of seed {slowestSeed}, took {slowest.TotalMilliseconds:f1} ms";
        Assert.IsLessThanOrEqualTo(Bound, slowest.TotalMilliseconds, report);
        return (report, good);
    }

    private static TimeSpan Measure(byte[] damaged, Func<byte[], bool> test, out bool isGood)
    {
        long start = Stopwatch.GetTimestamp();
        isGood = test(damaged);
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
