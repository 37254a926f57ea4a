using System.Globalization;

namespace Iris.Training;

/// <summary>Reads the measurements from their CSV file.</summary>
internal static class FlowerTable
{
    private const string Header = "sepal_length,sepal_width,petal_length,petal_width,species";

    /// <summary>Reads all rows of the file, in the file's order.</summary>
    /// <exception cref="InvalidDataException">The header or a row is not as expected.</exception>
    public static IReadOnlyList<LabeledFlower> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Header)
            throw new InvalidDataException($"{path}(1): expected the header '{Header}'");

        return [.. lines.Skip(1).Select((line, index) => Parse(line, path, lineNumber: index + 2))];
    }

    private static LabeledFlower Parse(string line, string path, int lineNumber)
    {
        string[] cells = line.Split(',');
        if (cells.Length != 5 || cells[4].Length == 0)
            throw new InvalidDataException($"{path}({lineNumber}): expected four numbers and a species");

        return new LabeledFlower
        {
            SepalLength = Centimetres(cells[0]),
            SepalWidth = Centimetres(cells[1]),
            PetalLength = Centimetres(cells[2]),
            PetalWidth = Centimetres(cells[3]),
            Species = cells[4],
        };

        float Centimetres(string cell) =>
            float.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float value)
                ? value
                : throw new InvalidDataException($"{path}({lineNumber}): '{cell}' is not a length");
    }
}
