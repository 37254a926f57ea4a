namespace ArtifactBuild.Lockfiles;

/// <summary>Why a lockfile cannot be read, and where.</summary>
/// <param name="Code">The diagnostic code; one of the constants of this type.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
internal sealed record LockfileError(string Code, string Message, int Line, int Column)
{
    /// <summary>The code for text that is not a lockfile.</summary>
    public const string MalformedCode = "ART1010";

    /// <summary>The code for markers of an unresolved merge.</summary>
    public const string MergeConflictCode = "ART1011";

    /// <summary>The code for a format that this version does not know.</summary>
    public const string NewerFormatCode = "ART1012";
}
