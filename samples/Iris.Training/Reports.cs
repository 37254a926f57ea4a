using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Iris.Training;

/// <summary>The texts written about a model, the same on every machine: invariant numbers and \n at line ends.</summary>
internal static class Reports
{
    /// <summary>The content of metrics.json.</summary>
    public static byte[] Metrics(Evaluation evaluation, HoldOutSplit split)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("accuracy", evaluation.Accuracy);
            writer.WriteNumber("macroAccuracy", evaluation.MacroAccuracy);
            writer.WriteNumber("logLoss", evaluation.LogLoss);
            writer.WriteNumber("trainingRows", split.Training.Count);
            writer.WriteNumber("holdOutRows", split.HoldOut.Count);
            writer.WriteEndObject();
        }

        json.WriteByte((byte)'\n');
        return json.ToArray();
    }

    /// <summary>The content of confusion-matrix.csv: a line per true species, a column per predicted one.</summary>
    public static byte[] ConfusionCsv(Evaluation evaluation)
    {
        var csv = new StringBuilder();
        csv.Append("actual,").AppendJoin(',', evaluation.Species).Append('\n');
        foreach ((string species, IReadOnlyList<int> counts) in evaluation.Species.Zip(evaluation.Confusion))
            csv.Append(species).Append(',').AppendJoin(',', counts).Append('\n');

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>The names the new version goes by, one a line; only a model at or above the bar is for production.</summary>
    public static byte[] Aliases(Evaluation evaluation, double bar) =>
        Encoding.UTF8.GetBytes(evaluation.Accuracy >= bar ? "candidate\nproduction\n" : "candidate\n");

    /// <summary>The lines shown on the console.</summary>
    public static string Summary(Evaluation evaluation, HoldOutSplit split, double bar)
    {
        int width = evaluation.Species.Max(species => species.Length) + 2;
        string verdict = evaluation.Accuracy >= bar ? "reaches" : "is below";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{split.Training.Count + split.HoldOut.Count} rows: ")
            .Append(CultureInfo.InvariantCulture, $"{split.Training.Count} to train, {split.HoldOut.Count} held out\n")
            .Append(CultureInfo.InvariantCulture, $"accuracy {evaluation.Accuracy} {verdict} the bar of {bar}; ")
            .Append(CultureInfo.InvariantCulture, $"macro accuracy {evaluation.MacroAccuracy}, log loss {evaluation.LogLoss}\n")
            .Append("confusion matrix (rows: true species, columns: predicted)\n")
            .Append(' ', width)
            .AppendJoin("", evaluation.Species.Select(species => species.PadLeft(width)));

        foreach ((string species, IReadOnlyList<int> counts) in evaluation.Species.Zip(evaluation.Confusion))
        {
            text.Append('\n').Append(species.PadRight(width))
                .AppendJoin("", counts.Select(count => count.ToString(CultureInfo.InvariantCulture).PadLeft(width)));
        }

        return text.ToString();
    }
}
