namespace ArtifactBuild.Builds.Settings;

/// <summary>The one reader of lists, wherever a user writes them as one text.</summary>
internal static class ListText
{
    /// <summary>Reads values that semicolons separate; there may be spaces around each, and empty ones do not count.</summary>
    public static string[] Read(string? text) => Split(text, ';');

    /// <summary>
    /// Reads names, which have none of the separators in them. On a command line MSBuild takes “;” and “,” for its own, so
    /// “+” separates as well.
    /// </summary>
    public static string[] ReadNames(string? text) => Split(text, ';', ',', '+');

    /// <summary>What is left of values that somebody else split: trimmed, and without empty ones.</summary>
    public static string[] Of(IEnumerable<string> values) => [.. values.Select(value => value.Trim()).Where(value => value.Length > 0)];

    private static string[] Split(string? text, params char[] separators) =>
        (text ?? "").Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
