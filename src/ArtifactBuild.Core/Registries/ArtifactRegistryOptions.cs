using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Registries;

/// <summary>How a registry is used.</summary>
public sealed record ArtifactRegistryOptions
{
    /// <summary>The entity of names that give none.</summary>
    public string Entity { get; init; } = ArtifactName.DefaultEntity;

    /// <summary>The project of names that give none.</summary>
    public string Project { get; init; } = ArtifactName.DefaultProject;

    /// <summary>The folder of the cache; <see langword="null"/> for the default one.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>How many transfers run at once; 0 for a number that fits the machine.</summary>
    public int MaxConcurrency { get; init; }
}
