using System.Collections.Immutable;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Transfer;

/// <summary>How a folder compares with an artifact. Paths are those of the artifact, in code point order.</summary>
/// <param name="Missing">Entries of which there is no file.</param>
/// <param name="Different">Entries whose file has other bytes.</param>
/// <param name="Extra">Files in the folder that the manifest does not list.</param>
/// <param name="SkippedReferences">References, which are not compared.</param>
public sealed record VerificationResult(
    ImmutableArray<string> Missing,
    ImmutableArray<string> Different,
    ImmutableArray<string> Extra,
    ImmutableArray<string> SkippedReferences)
{
    /// <summary>Whether the folder holds exactly the artifact's files.</summary>
    public bool IsValid => Missing.IsEmpty && Different.IsEmpty && Extra.IsEmpty;

    /// <summary>Throws unless the folder holds exactly the artifact's files.</summary>
    /// <exception cref="ArtifactException">ART3010: it does not; the message lists what differs.</exception>
    public void EnsureValid()
    {
        if (!IsValid)
        {
            throw new ArtifactException(
                ArtifactCodes.VerificationFailed,
                $"The folder does not hold the artifact: {this}. Download it again, or remove what does not belong to it.");
        }
    }

    /// <summary>Says what differs.</summary>
    /// <returns>One line; of long lists the first ten.</returns>
    public override string ToString() => IsValid
        ? "no difference"
        : string.Join("; ", new[] { List("missing", Missing), List("different", Different), List("extra", Extra) }.Where(text => text.Length > 0));

    private static string List(string what, ImmutableArray<string> paths)
    {
        string more = paths.Length > 10 ? $" and {paths.Length - 10} more" : "";
        return paths.IsEmpty ? "" : $"{what} {string.Join(", ", paths.Take(10))}{more}";
    }
}
