using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cache;

namespace ArtifactBuild.Builds.Session;

/// <summary>
/// What the stages of one restore share, from the first pin to the record of use: the request, the cache and the open registries, each
/// opened once. What a stage finds it gives to the next one as a value.
/// </summary>
internal sealed class RestoreSession : IAsyncDisposable
{
    /// <summary>Begins a restore. Nothing is opened or read yet.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="opener">Opens registries, in a test; nothing for the usual way.</param>
    public RestoreSession(RestoreRequest request, Func<string, ArtifactRegistryOptions, ArtifactRegistry>? opener = null)
    {
        Request = request;
        Cache = new ArtifactCache(request.Settings.CacheDirectory) { FallbackDirectories = request.Settings.CacheFallbackDirectories };
        Registries = new RegistryPool(request.Settings, Cache) { Opener = opener ?? ArtifactRegistry.Open };
    }

    /// <summary>What is asked for.</summary>
    public RestoreRequest Request { get; }

    /// <summary>The cache that all bytes go through.</summary>
    public ArtifactCache Cache { get; }

    /// <summary>The open registries.</summary>
    public RegistryPool Registries { get; }

    /// <summary>How many pins are resolved, pinned versions opened, contents transferred and references loaded at once.</summary>
    public int MaxConcurrency =>
        Request.References.Select(reference => Registries.ConcurrencyAt(reference.Registry)).DefaultIfEmpty(1).Max();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Registries.DisposeAsync().ConfigureAwait(false);
        Cache.Dispose();
    }
}
