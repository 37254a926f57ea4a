using System.Globalization;
using System.Text;

namespace Transfers;

/// <summary>One run of one client.</summary>
/// <param name="Seconds">From the start of its process to the end.</param>
/// <param name="ClientProcessor">Processor time of the client.</param>
/// <param name="ServerProcessor">Processor time of the server meanwhile.</param>
internal sealed record Sample(double Seconds, double ClientProcessor, double ServerProcessor)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Seconds,7:0.00} s, processor {ClientProcessor,6:0.00} s, server {ServerProcessor,6:0.00} s");
}

/// <summary>The medians of several clients, and how ours does beside each.</summary>
internal static class ComparisonTable
{
    /// <param name="title">What was measured.</param>
    /// <param name="clients">Ours first.</param>
    public static string Format(string title, IReadOnlyList<(string Name, IReadOnlyList<Sample> Samples)> clients)
    {
        double ours = Median(clients[0].Samples, sample => sample.Seconds);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {title} (medians of {clients[0].Samples.Count})").AppendLine();
        text.AppendLine("| client | seconds | lowest – highest | ours / theirs | processor of the client | of the server |");
        text.AppendLine("|---|---|---|---|---|---|");
        foreach ((string name, IReadOnlyList<Sample> samples) in clients)
        {
            double seconds = Median(samples, sample => sample.Seconds);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {seconds:0.00} | {samples.Min(sample => sample.Seconds):0.00} – {samples.Max(sample => sample.Seconds):0.00} | {ours / seconds:0.00} | {Median(samples, sample => sample.ClientProcessor):0.00} s | {Median(samples, sample => sample.ServerProcessor):0.00} s |");
        }

        return text.ToString();
    }

    private static double Median(IReadOnlyList<Sample> samples, Func<Sample, double> of)
    {
        double[] sorted = [.. samples.Select(of).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
