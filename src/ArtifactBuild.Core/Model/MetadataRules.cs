using System.Text.Json.Nodes;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Model;

/// <summary>What metadata must keep to.</summary>
internal static class MetadataRules
{
    // W&B's limit.
    private const int MaxKeys = 100;

    /// <exception cref="ArtifactException">ART4006: there are too many keys at the top.</exception>
    public static void Ensure(JsonObject metadata, string name)
    {
        if (metadata.Count > MaxKeys)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidArtifact,
                $"The metadata of “{name}” has {metadata.Count} top-level keys; {MaxKeys} are allowed. Group them in nested objects.");
        }
    }
}
