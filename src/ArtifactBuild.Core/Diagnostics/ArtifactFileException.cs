namespace ArtifactBuild.Diagnostics;

/// <summary>A failure that lies at a place in a file that the user can open.</summary>
/// <param name="code">The code, one of <see cref="ArtifactCodes"/>.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="file">The file.</param>
/// <param name="line">The line, from 1; 0 when it is not known.</param>
/// <param name="column">The column, from 1; 0 when it is not known.</param>
public sealed class ArtifactFileException(string code, string message, string file, int line = 0, int column = 0)
    : ArtifactException(code, message)
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1; 0 when it is not known.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1; 0 when it is not known.</summary>
    public int Column { get; } = column;
}
