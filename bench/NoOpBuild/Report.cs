using System.Globalization;
using Transfers;

namespace NoOpBuild;

/// <summary>The table: medians, and the median of the differences within each round, which a busy machine disturbs least.</summary>
internal static class Report
{
    public static void Print(IReadOnlyList<Contender> contenders, int rounds, int files)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"dotnet build --no-restore, nothing to do, 3 × {files} files, {rounds} rounds\n"));
        Console.WriteLine("| project | seconds | difference | ratio | processor seconds | difference | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (Contender contender in contenders)
        {
            Console.WriteLine(
                $"| {contender.Name} | {Columns(contender, contenders[0], run => run.Seconds)} | {Columns(contender, contenders[0], run => run.Processor)} |");
        }
    }

    private static string Columns(Contender contender, Contender first, Func<MeasuredRun, double> figure)
    {
        double median = Median(contender.Runs.Select(figure));
        double difference = Median(contender.Runs.Zip(first.Runs, (one, other) => figure(one) - figure(other)));
        double ratio = Median(contender.Runs.Zip(first.Runs, (one, other) => figure(one) / figure(other)));
        return string.Create(CultureInfo.InvariantCulture, $"{median:0.000} | {difference:+0.000;-0.000} | {ratio:0.000}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
