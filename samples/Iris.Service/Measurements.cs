using System.Globalization;

namespace Iris.Service;

/// <summary>The flowers on the command line, four numbers each.</summary>
internal static class Measurements
{
    /// <summary>One typical flower of each species, for those who have none at hand.</summary>
    public static IReadOnlyList<Flower> Examples { get; } = Parse(
    [
        "5.1", "3.5", "1.4", "0.2",
        "5.7", "2.8", "4.1", "1.3",
        "6.7", "3.3", "5.7", "2.5",
    ]);

    /// <summary>Reads the flowers.</summary>
    /// <exception cref="FormatException">Something is no length, or a flower is incomplete; the message says what.</exception>
    public static IReadOnlyList<Flower> Parse(IReadOnlyList<string> numbers)
    {
        // Numbers first: for "5,1 3.5 1.4 0.2 x" the comma is the better hint than the count.
        float[] lengths = [.. numbers.Select(Length)];
        if (lengths.Length % 4 != 0)
            throw new FormatException($"a flower has four numbers, so {lengths.Length} are too few or too many");

        return [.. lengths.Chunk(4).Select(four => new Flower
        {
            SepalLength = four[0],
            SepalWidth = four[1],
            PetalLength = four[2],
            PetalWidth = four[3],
        })];
    }

    private static float Length(string text) =>
        float.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float length)
        && length > 0 && float.IsFinite(length)
            ? length
            : throw new FormatException($"'{text}' is not a length in centimetres such as 5.1");
}
