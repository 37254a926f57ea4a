namespace ArtifactBuild.Diagnostics;

/// <summary>
/// A failure that the user can understand and mend: it carries an <c>ARTnnnn</c> code, and its message says what happened,
/// where, and what to do.
/// </summary>
/// <remarks>Everything else that escapes this library is a defect and is left to be loud.</remarks>
public class ArtifactException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">The code, one of <see cref="ArtifactCodes"/>.</param>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ArtifactException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The code of this failure, for example <c>ART3001</c>; each has a page in <c>docs/codes/</c>.</summary>
    public string Code { get; }

    /// <summary>
    /// Which of a build's <c>ArtifactReference</c> items the failure is about, counted from 0, so that whoever shows it can point at
    /// the item; <see langword="null"/> when it is about none, or not known.
    /// </summary>
    internal int? Reference { get; set; }
}
