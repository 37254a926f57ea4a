using System.Globalization;
using Transfers;

namespace NoOpBuild;

/// <summary>
/// The table: medians, the least, and the medians of the differences and ratios within each round, which a busy machine disturbs least.
/// </summary>
internal static class Report
{
    public static void Print(IReadOnlyList<Contender> contenders, Options options)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"dotnet build --no-restore, nothing to do, 3 × {options.Files} files and {options.Artifacts} artifacts of one, {options.Rounds} rounds\n"));
        Console.WriteLine("| project | seconds | least | difference | ratio | processor seconds | least | difference | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Contender contender in contenders)
        {
            Console.WriteLine(
                $"| {contender.Name} | {Columns(contender, contenders[0], run => run.Seconds)} | {Columns(contender, contenders[0], run => run.Processor)} |");
        }
    }

    private static string Columns(Contender contender, Contender first, Func<MeasuredRun, double> figure)
    {
        double median = Median(contender.Runs.Select(figure));
        double least = contender.Runs.Min(figure);
        double difference = Median(contender.Runs.Zip(first.Runs, (one, other) => figure(one) - figure(other)));
        double ratio = Median(contender.Runs.Zip(first.Runs, (one, other) => figure(one) / figure(other)));
        return string.Create(CultureInfo.InvariantCulture, $"{median:0.000} | {least:0.000} | {difference:+0.000;-0.000} | {ratio:0.000}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
