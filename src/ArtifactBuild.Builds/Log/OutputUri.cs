using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Log;

/// <summary>A URI that an output refers to: what one <c>ArtifactOutputUri</c> item says.</summary>
/// <param name="Uri">The URI.</param>
/// <param name="Name">The path in the artifact; <see langword="null"/> for the one that the URI gives.</param>
/// <param name="Checksum">Whether the content is read for its digest; if not, the digest is made of the URI.</param>
/// <param name="MaxObjects">How many entries the URI may stand for.</param>
internal sealed record OutputUri(string Uri, string? Name = null, bool Checksum = true, int MaxObjects = OutputUri.DefaultMaxObjects)
{
    /// <summary>How many entries a URI may stand for when nothing else is said.</summary>
    public const int DefaultMaxObjects = 10_000_000;

    /// <summary>Reads an item.</summary>
    /// <param name="item">The item. <c>OutputPlan</c> reads its metadata <c>Artifact</c>.</param>
    /// <returns>The URI.</returns>
    /// <exception cref="ArtifactException">ART1004: a value can't be used.</exception>
    internal static OutputUri Read(OutputItem item)
    {
        const string What = "an ArtifactOutputUri";
        return new OutputUri(
            item.Include,
            item.Text("Name"),
            item.Given("Checksum", What).ToTruth(true),
            item.Given("MaxObjects", What).ToPositiveCount(DefaultMaxObjects));
    }
}
