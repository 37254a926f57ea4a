namespace ArtifactBuild.Shared;

/// <summary>The one reader of truth values, wherever a user writes them: item, property, variable or switch.</summary>
internal static class TruthValue
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "true or false";

    /// <summary>Reads <c>true</c> or <c>false</c>, in upper or lower case and with spaces around it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value; null when the text is neither.</returns>
    public static bool? Read(string text) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => null,
    };
}
