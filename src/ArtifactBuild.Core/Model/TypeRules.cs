using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Model;

/// <summary>The rules for an artifact's type.</summary>
internal static class TypeRules
{
    /// <summary>Refuses the types that W&amp;B keeps for itself, so that both worlds can hold the same artifact.</summary>
    public static void EnsureAllowed(string type, string name)
    {
        bool reserved = type == "job"
            || type.StartsWith("wandb-", StringComparison.Ordinal)
            || (type == "run_table" && name.StartsWith("run-", StringComparison.Ordinal))
            || (type == "code" && name.StartsWith("source-", StringComparison.Ordinal));
        if (reserved)
        {
            throw new ArtifactException(
                ArtifactCodes.InvalidArtifact,
                $"The type “{LogicalPath.Printable(type)}” of “{name}” is reserved. Choose another one, for example model or dataset.");
        }
    }
}
