using System.Diagnostics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>How much memory a download takes: says by how many bytes this process grew at most.</summary>
internal static class Measurement
{
    private const int Warm = 40 * 1024 * 1024;

    public static async Task RunAsync(string folder, long size, bool skipCache)
    {
        var store = new GeneratedStore(ObjectStores.Open(Path.Combine(folder, "registry")));
        await using var registry = new ArtifactRegistry(store, new ArtifactRegistryOptions { CacheDirectory = Path.Combine(folder, "cache") });
        // What the first download loads and compiles is no part of what bytes cost.
        await DownloadAsync(store, registry, Warm, Path.Combine(folder, "warm"), skipCache);
        GC.Collect();
        (long heap, long set) before = Now();
        (long Heap, long Set) most = before;
        using var end = new CancellationTokenSource();
        Task watch = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                (long heap, long set) = Now();
                most = (Math.Max(most.Heap, heap), Math.Max(most.Set, set));
                Thread.Sleep(10);
            }
        });
        await DownloadAsync(store, registry, size, Path.Combine(folder, "out"), skipCache);
        await end.CancelAsync();
        await watch;
        await Console.Out.WriteLineAsync($"heap {most.Heap - before.heap}");
        await Console.Out.WriteLineAsync($"set {most.Set - before.set}");
    }

    private static async Task DownloadAsync(GeneratedStore store, ArtifactRegistry registry, long size, string folder, bool skipCache)
    {
        ContentDigests digests = await store.GenerateAsync(size);
        using var draft = new Artifact("data", "dataset", folder + "-draft");
        draft.Manifest.Add(
        [
            new ManifestEntry { Path = "large.bin", Digest = digests.Md5, Size = size, Sha256 = digests.Sha256, Chunks = digests.Chunks },
        ]);
        await registry.LogAsync(draft);
        await draft.DownloadAsync(folder, skipCache: skipCache);
        await Console.Out.WriteLineAsync($"downloaded {new FileInfo(Path.Combine(folder, "large.bin")).Length}");
    }

    private static (long Heap, long Set) Now()
    {
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64);
    }
}
