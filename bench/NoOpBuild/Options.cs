using System.Globalization;

namespace NoOpBuild;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>How often each project is built.</summary>
    public int Rounds { get; private init; } = 20;

    /// <summary>The number of files in each of the three artifacts.</summary>
    public int Files { get; private init; } = 1000;

    /// <summary>The number of artifacts of one file each.</summary>
    public int Artifacts { get; private init; } = 302;

    /// <summary>The absolute path of the package; <see langword="null"/> to pack the sources.</summary>
    public string? Package { get; private init; }

    /// <summary>The absolute path of another package to measure beside this one; <see langword="null"/> if there is none.</summary>
    public string? Other { get; private init; }

    /// <summary>Whether a project that has the files as its own items is measured too.</summary>
    public bool Items { get; private init; }

    /// <summary>Where the projects stay when it is over; <see langword="null"/> if they go.</summary>
    public string? Keep { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <param name="args">Pairs of a switch and its value, and <c>--items</c>.</param>
    /// <exception cref="ArgumentException">A switch is unknown or has no value.</exception>
    /// <exception cref="FormatException">A number is none.</exception>
    public static Options Read(string[] args)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--items" => options with { Items = true },
                "--rounds" => options with { Rounds = Number(Value(ref i)) },
                "--files" => options with { Files = Number(Value(ref i)) },
                "--artifacts" => options with { Artifacts = Number(Value(ref i)) },
                "--package" => options with { Package = Path.GetFullPath(Value(ref i)) },
                "--other" => options with { Other = Path.GetFullPath(Value(ref i)) },
                "--keep" => options with { Keep = Path.GetFullPath(Value(ref i)) },
                _ => throw new ArgumentException($"{args[i]} is not a switch; there are --rounds, --files, --artifacts, --package, --other, --keep and --items."),
            };
        }

        return options;

        string Value(ref int i) => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
