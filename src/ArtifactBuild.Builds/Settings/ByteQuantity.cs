namespace ArtifactBuild.Builds.Settings;

/// <summary>The one reader of sizes in bytes, wherever a user writes them.</summary>
internal static class ByteQuantity
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "a number and B, KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 20GiB";

    private const double Limit = 1e18;

    private static readonly Dictionary<string, double> Sizes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["B"] = 1,
        ["KB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["TB"] = 1e12,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
        ["TiB"] = 1L << 40,
    };

    /// <summary>Reads a number with a unit.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number of bytes; <see langword="null"/> when the text is none.</returns>
    public static long? Read(string text) => (long?)Quantity.Read(text, Sizes, Limit);
}
