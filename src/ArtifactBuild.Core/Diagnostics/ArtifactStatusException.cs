namespace ArtifactBuild.Diagnostics;

/// <summary>A member was used that the artifact does not offer in its present state.</summary>
public abstract class ArtifactStatusException : ArtifactException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">The code.</param>
    /// <param name="memberName">The member that was used.</param>
    /// <param name="message">What happened and what to do.</param>
    protected ArtifactStatusException(string code, string memberName, string message)
        : base(code, message) => MemberName = memberName;

    /// <summary>The member of the artifact that was used.</summary>
    public string MemberName { get; }
}

/// <summary>A member that only a logged artifact has was used on a draft (W&amp;B: <c>ArtifactNotLoggedError</c>).</summary>
public sealed class ArtifactNotLoggedException(string memberName) : ArtifactStatusException(
    ArtifactCodes.NotLogged,
    memberName,
    $"Artifact.{memberName} was used before the artifact was logged. Log the artifact first and wait for the log to end.");

/// <summary>A finalized or logged artifact was about to be changed (W&amp;B: <c>ArtifactFinalizedError</c>).</summary>
public sealed class ArtifactFinalizedException(string memberName) : ArtifactStatusException(
    ArtifactCodes.Finalized,
    memberName,
    $"Artifact.{memberName} was used on a finalized artifact, which can't change any more. Make a new draft to add or remove entries.");
