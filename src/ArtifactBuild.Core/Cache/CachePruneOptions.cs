using ArtifactBuild.Model;

namespace ArtifactBuild.Cache;

/// <summary>What a prune removes from a cache.</summary>
public sealed record CachePruneOptions
{
    /// <summary>Objects that nobody used for as long as this go; <see langword="null"/> when age does not matter.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>The least recently used objects go until the cache has no more bytes than this; <see langword="null"/> for any size.</summary>
    public long? MaxSize { get; init; }

    /// <summary>
    /// Objects that never go, for example those of lockfiles. With neither an age nor a size all others go;
    /// <see langword="null"/> when there are none.
    /// </summary>
    public IReadOnlySet<Sha256Digest>? Keep { get; init; }

    /// <summary>Whether nothing is removed, only counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>The present, from which ages count.</summary>
    public DateTime Now { get; init; } = DateTime.UtcNow;
}

/// <summary>What a prune removed, or would remove.</summary>
/// <param name="RemovedObjects">The number of objects that went.</param>
/// <param name="RemovedBytes">Their bytes.</param>
/// <param name="KeptObjects">The number of objects that stay.</param>
/// <param name="KeptBytes">Their bytes.</param>
public sealed record CachePruneResult(int RemovedObjects, long RemovedBytes, int KeptObjects, long KeptBytes);
