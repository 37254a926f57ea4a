using System.Globalization;

namespace Iris.Training;

/// <summary>What the command line asks for.</summary>
/// <param name="Output">Folder for the files of the artifact.</param>
/// <param name="AliasesFile">File for the aliases of the new version, one a line.</param>
/// <param name="Bar">Least accuracy of a model that may go to production.</param>
internal sealed record TrainingOptions(string Output, string AliasesFile, double Bar)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "usage: Iris.Training --output <folder> --aliases-file <file> [--bar <0..1, default 0.9>]";

    /// <summary>Reads the arguments; each option takes a value and may be given once.</summary>
    /// <exception cref="UsageException">The arguments do not make sense; the message says why.</exception>
    public static TrainingOptions Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Count; i += 2)
        {
            string option = args[i];
            if (option is not ("--output" or "--aliases-file" or "--bar"))
                throw new UsageException($"unknown argument '{option}'");
            // A forgotten value must not swallow the next option and name a folder after it.
            if (i + 1 == args.Count || args[i + 1].Length == 0 || args[i + 1].StartsWith("--", StringComparison.Ordinal))
                throw new UsageException($"{option} needs a value");
            if (!values.TryAdd(option, args[i + 1]))
                throw new UsageException($"{option} is given twice");
        }

        return new TrainingOptions(
            Required("--output"),
            Required("--aliases-file"),
            values.TryGetValue("--bar", out string? bar) ? Share(bar) : 0.9);

        string Required(string option) =>
            values.TryGetValue(option, out string? value) ? value : throw new UsageException($"{option} is missing");
    }

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1
            ? share
            : throw new UsageException($"--bar must be a number from 0 to 1, not '{text}'");
}
