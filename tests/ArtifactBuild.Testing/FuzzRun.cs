using System.Diagnostics;
using System.Globalization;

namespace ArtifactBuild.Testing;

/// <summary>Runs many damaged documents through something that must bear them.</summary>
internal static class FuzzRun
{
    /// <summary>How many documents a test runs. The variable asks for more, which take minutes, or fewer.</summary>
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("ARTIFACTBUILD_FUZZ_DOCUMENTS"), CultureInfo.InvariantCulture, out int asked) ? asked : 10_000;

    // What a byte of a damaged document may cost at most, where one of the document itself costs 1: never so much for what grows
    // with the length, and soon more for what grows faster, because some are a thousand times longer than the document.
    private const int Bound = 100;

    // From here on a time is looked at again.
    private const int Suspicious = Bound / 10;

    private const int Tries = 25;

    /// <summary>Runs them.</summary>
    /// <param name="document">The document to damage.</param>
    /// <param name="test">Says of a damaged document whether it was taken for good; what it throws fails the test.</param>
    /// <returns>A line about what happened, and how many were taken for good.</returns>
    public static (string Report, int Good) Of(byte[] document, Func<byte[], bool> test)
    {
        var total = Stopwatch.StartNew();
        int good = 0;
        // The first calls compile the code that is measured.
        for (int seed = -200; seed < 0; seed++)
            Run(Mutation.Of(document, seed), seed, test);

        Cost usual = Cost.Of(() => test(document));
        for (int again = 0; again < Tries; again++)
            usual = usual.OrLess(Cost.Of(() => test(document)));

        (double Cost, int Seed) slowest = default, largest = default;
        for (int seed = 0; seed < Count; seed++)
        {
            byte[] damaged = Mutation.Of(document, seed);
            double scale = Math.Max(1, (double)damaged.Length / document.Length);
            bool isGood = false;
            var cost = Cost.Of(() => isGood = Run(damaged, seed, test));
            double time = cost.Ticks / scale / usual.Ticks;
            // A busy machine makes anything slow once. What hangs is slow every time, beside a document that is not.
            if (time > Suspicious)
                time = TimeBeside(document, damaged, scale, test);

            good += isGood ? 1 : 0;
            slowest = Worse(slowest, (time, seed));
            largest = Worse(largest, (cost.Bytes / scale / usual.Bytes, seed));
        }

        string report = $"{Count} documents in {total.Elapsed.TotalSeconds:f1} s, {good} of them good; by the byte, seed {slowest.Seed} took "
            + $"{slowest.Cost:f1} times the time of the document itself, and seed {largest.Seed} {largest.Cost:f1} times its memory";
        Assert.IsLessThanOrEqualTo(Bound, slowest.Cost, report);
        Assert.IsLessThanOrEqualTo(Bound, largest.Cost, report);
        return (report, good);
    }

    private static bool Run(byte[] damaged, int seed, Func<byte[], bool> test)
    {
        try
        {
            return test(damaged);
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"The document of seed {seed} was not borne: {e}");
        }
    }

    /// <summary>The time of a damaged document as a multiple of the document's own, the two measured in turn.</summary>
    private static double TimeBeside(byte[] document, byte[] damaged, double scale, Func<byte[], bool> test)
    {
        long usual = long.MaxValue, time = long.MaxValue;
        for (int again = 0; again < Tries && (again == 0 || time / scale / usual > Suspicious); again++)
        {
            usual = Math.Min(usual, Cost.Of(() => test(document)).Ticks);
            time = Math.Min(time, Cost.Of(() => test(damaged)).Ticks);
        }

        return time / scale / usual;
    }

    private static (double Cost, int Seed) Worse((double Cost, int Seed) one, (double Cost, int Seed) other) => other.Cost > one.Cost ? other : one;

    private readonly record struct Cost(long Ticks, long Bytes)
    {
        public static Cost Of(Action act)
        {
            long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
            act();
            return new Cost(Stopwatch.GetTimestamp() - start, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        public Cost OrLess(Cost other) => new(Math.Min(Ticks, other.Ticks), Math.Min(Bytes, other.Bytes));
    }
}
