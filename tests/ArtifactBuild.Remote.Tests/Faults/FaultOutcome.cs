namespace ArtifactBuild.Remote.Tests.Faults;

/// <summary>How the first try of a seed ended; the second always has to succeed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Ending"><see cref="Right"/>, or which step ended with which code.</param>
/// <param name="Faults">The kinds of the faults that happened.</param>
internal sealed record FaultOutcome(int Seed, string Ending, IReadOnlyList<string> Faults)
{
    public const string Right = "right";
}
