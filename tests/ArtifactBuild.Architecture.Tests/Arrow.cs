namespace ArtifactBuild.Architecture.Tests;

/// <summary>One file uses a type of another.</summary>
/// <param name="From">The file that uses.</param>
/// <param name="To">The file whose type is used.</param>
/// <param name="Uses">How often a name of that type or of its members stands in the file.</param>
/// <param name="Example">One such name.</param>
internal sealed record Arrow(string From, string To, int Uses, string Example)
{
    public override string ToString() => $"{From} -> {To} ({Uses}, for example {Example})";
}
