using System.Globalization;
using System.Text;
using Transfers.Clients;

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
        (string Name, IReadOnlyList<Sample> Samples) floor = clients.FirstOrDefault(client => client.Name == RawClient.Title);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"### {title} (medians of {clients[0].Samples.Count})").AppendLine();
        text.AppendLine("| client | seconds | lowest – highest | ours / theirs | of the floor | processor of the client | of the server |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach ((string name, IReadOnlyList<Sample> samples) in clients)
        {
            double seconds = Median(samples, sample => sample.Seconds);
            string[] cells =
            [
                name,
                Text(seconds),
                $"{Text(samples.Min(sample => sample.Seconds))} – {Text(samples.Max(sample => sample.Seconds))}",
                Text(ours / seconds),
                floor.Name is null ? "" : Text(Median(floor.Samples, sample => sample.Seconds) / seconds),
                Text(Median(samples, sample => sample.ClientProcessor)) + " s",
                Text(Median(samples, sample => sample.ServerProcessor)) + " s",
            ];
            text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
        }

        return text.ToString();
    }

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    private static double Median(IReadOnlyList<Sample> samples, Func<Sample, double> of)
    {
        double[] sorted = [.. samples.Select(of).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
