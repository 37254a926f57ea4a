using ArtifactBuild.Cache;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Runs;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Artifacts;

/// <summary>How a registry is used.</summary>
public sealed record ArtifactRegistryOptions
{
    /// <summary>The entity of names that give none.</summary>
    public string Entity { get; init; } = ArtifactName.DefaultEntity;

    /// <summary>The project of names that give none.</summary>
    public string Project { get; init; } = ArtifactName.DefaultProject;

    /// <summary>The folder of the cache; <see langword="null"/> for the default one.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>The absolute paths of caches that are only read: see <see cref="ArtifactCache.FallbackDirectories"/>.</summary>
    public IReadOnlyList<string> CacheFallbackDirectories { get; init; } = [];

    /// <summary>An open cache in place of one of these folders. The caller owns it and disposes it after the registry.</summary>
    internal ArtifactCache? Cache { get; init; }

    /// <summary>The run that logs and uses artifacts; <see langword="null"/> to record no run.</summary>
    public Run? Run { get; init; }

    /// <summary>
    /// Whether references to files of this machine are followed; by default only those of a registry that is a folder of this
    /// machine itself.
    /// </summary>
    public bool? AllowFileReferences { get; init; }

    /// <summary>For tests that collect garbage with a short grace period: see <see cref="RegistryContext.RefreshAge"/>.</summary>
    internal TimeSpan? RefreshAge { get; init; }

    /// <summary>For tests in which time passes: see <see cref="RegistryContext.Clock"/>.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Who is told, several times a second, how far a log or a download is.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>How many transfers run at once; 0 for a number that fits the machine.</summary>
    public int MaxConcurrency { get; init; }
}
