using ArtifactBuild.Artifacts;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>A download whose every content is written down when it is asked for. Each chunk takes its time; after so many none comes.</summary>
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
                await SayAsync($"fetch {part.Offset / ContentDigests.ChunkSize}", cancellationToken);
                await Task.Delay(Interlocked.Increment(ref _begun) > count ? Timeout.InfiniteTimeSpan : pause, cancellationToken);
            }
            else if (key.StartsWith("blobs/", StringComparison.Ordinal))
            {
                await SayAsync("fetch whole", cancellationToken);
            }

            return await base.GetAsync(key, range, cancellationToken);
        }

        private static async Task SayAsync(string line, CancellationToken cancellationToken)
        {
            await Console.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
            await Console.Out.FlushAsync(cancellationToken);
        }
    }
}
