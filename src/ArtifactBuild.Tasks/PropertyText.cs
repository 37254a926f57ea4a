using System.Globalization;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Tasks;

/// <summary>
/// Reads the text of properties. Tasks take them as text: a parameter of another type makes MSBuild refuse a wrong value in its
/// own words, which name the parameter of a task that the user never heard of.
/// </summary>
internal static class PropertyText
{
    public static bool Boolean(string name, string? value, bool otherwise = false) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" => otherwise,
        "TRUE" => true,
        "FALSE" => false,
        _ => throw new ArtifactException(ArtifactCodes.InvalidOption, $"The property {name} is “{value}”. Give true or false."),
    };

    public static int Number(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return 0;
        return int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArtifactException(ArtifactCodes.InvalidOption, $"The property {name} is “{value}”. Give a whole number that is not negative.");
    }

    /// <summary>Reads the names of a list. On a command line MSBuild takes “;” and “,” for its own, so “+” separates as well.</summary>
    public static string[] Names(string? value) =>
        (value ?? "").Split([';', ',', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
