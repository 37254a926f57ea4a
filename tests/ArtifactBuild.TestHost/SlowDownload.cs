using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>A download whose every chunk takes its time, and is written down when it is asked for. After so many chunks none comes.</summary>
internal static class SlowDownload
{
    public static async Task RunAsync(string registry, string cache, string name, string folder, int milliseconds, int count = int.MaxValue)
    {
        var store = new SlowStore(ObjectStores.Open(registry), TimeSpan.FromMilliseconds(milliseconds), count);
        await using var open = new ArtifactRegistry(store, new ArtifactRegistryOptions { CacheDirectory = cache, MaxConcurrency = 2 });
        using Artifact artifact = await open.GetAsync(name);
        await artifact.DownloadAsync(folder);
    }

    private sealed class SlowStore(IObjectStore inner, TimeSpan pause, int count) : DelegatingStore(inner)
    {
        private int _begun;

        public override async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
        {
            if (range is ByteRange part)
            {
                await Console.Out.WriteLineAsync($"fetch {part.Offset / ContentDigests.ChunkSize}".AsMemory(), cancellationToken);
                await Console.Out.FlushAsync(cancellationToken);
                await Task.Delay(Interlocked.Increment(ref _begun) > count ? Timeout.InfiniteTimeSpan : pause, cancellationToken);
            }

            return await base.GetAsync(key, range, cancellationToken);
        }
    }
}
