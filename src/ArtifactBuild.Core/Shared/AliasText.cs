namespace ArtifactBuild.Shared;

/// <summary>
/// The one rule for the text of an alias: W&amp;B's, which forbids “/”, “:” and more than 128 characters, and without what the
/// lockfile's key can't hold. The library, items and switches ask it, so an alias that can be given can also be asked for.
/// </summary>
internal static class AliasText
{
    private const int MaxLength = 128;

    /// <summary>Says why a text can't be an alias.</summary>
    /// <param name="text">The text, as it will be stored.</param>
    /// <returns>The reason, as a clause that follows “it”; null when the text can be an alias.</returns>
    public static string? FindProblem(string text)
    {
        if (text.Length == 0)
            return "is empty";
        if (text.Length > MaxLength)
            return "has more than 128 characters";
        if (text is "." or "..")
            return "is a folder's own name";
        foreach (char c in text)
        {
            if (c is '/' or '\\' or ':')
                return "has “/”, “\\” or “:”";
            if (char.IsControl(c))
                return "has a control character";
        }

        return null;
    }

    /// <summary>Says why a text can't be given to a version as an alias, which leaves out what names a version.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The reason, as a clause that follows “it”; null when the text can be given.</returns>
    public static string? FindProblemToGive(string text) =>
        FindProblem(text) ?? (ReferenceRequest.IsVersion(text) ? "looks like a version" : null);
}
