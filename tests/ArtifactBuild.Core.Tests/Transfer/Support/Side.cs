using ArtifactBuild.Artifacts;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>One process that uses a registry, as far as the engine can tell: a store, a cache and an open registry of its own.</summary>
internal sealed class Side : IAsyncDisposable
{
    public Side(string folder, ArtifactRegistryOptions options)
    {
        Cache = options.CacheDirectory!;
        Store = new WatchedStore(ObjectStores.Open(folder));
        Registry = new ArtifactRegistry(Store, options);
    }

    public string Cache { get; }

    public WatchedStore Store { get; }

    public ArtifactRegistry Registry { get; }

    /// <summary>Downloads a version.</summary>
    public async Task<string> DownloadAsync(
        string root, string name = "data", bool skipCache = false, string? prefix = null, CancellationToken cancellationToken = default)
    {
        using Artifact artifact = await Registry.GetAsync(name, cancellationToken);
        return await artifact.DownloadAsync(root, pathPrefix: prefix, skipCache: skipCache, cancellationToken: cancellationToken);
    }

    /// <summary>Where the cache has a content, or would have it.</summary>
    public string ObjectPath(string sha256) => Path.Combine(Cache, "objects", "sha256", sha256[..2], sha256[2..]);

    /// <summary>The files of contents that are on their way.</summary>
    public string[] Partials() => Directory.Exists(Path.Combine(Cache, "partial"))
        ? Directory.GetFiles(Path.Combine(Cache, "partial"))
        : [];

    public ValueTask DisposeAsync() => Registry.DisposeAsync();
}
