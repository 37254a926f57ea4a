using System.Globalization;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>Makes C# of the numbers of JSON, which know no bounds.</summary>
internal static class NumberLiteral
{
    // Longer texts have digits that a double does not keep.
    private const int MaxLength = 24;

    /// <summary>Finds the type that holds a number and the literal for it: whole numbers are long, others double.</summary>
    /// <returns>The type and the literal; a string and nothing when no type holds the number, whose text then stands for it.</returns>
    public static (string Type, string? Literal) Of(string json)
    {
        if (long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            // The compiler reads a minus as an operator, and the number behind it would be too large.
            return ("long", whole == long.MinValue ? "long.MinValue" : whole.ToString(CultureInfo.InvariantCulture) + "L");

        // On .NET Framework, where the compiler may run, a number that is too large is a failure, elsewhere infinite.
        if (!double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || double.IsInfinity(number))
            return ("string", null);

        return ("double", (json.Length <= MaxLength ? json : number.ToString("G17", CultureInfo.InvariantCulture)) + "D");
    }
}
