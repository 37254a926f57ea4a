using System.Diagnostics;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>What a large object costs this process.</summary>
internal static class MemoryUse
{
    public const string Key = "large";

    /// <summary>Writes and reads a large object.</summary>
    /// <returns>By how many bytes the working set grew at most.</returns>
    public static async Task<long> OfAsync(IObjectStore store, long size)
    {
        // What every first use costs is not the size's.
        var first = new GeneratedContent(2, 40L * 1024 * 1024);
        await store.PutAsync("first", first, PutCondition.IfAbsent, CancellationToken.None);
        await ReadAsync(store, "first", first);
        GC.Collect();
        long before = WorkingSet();
        using var stop = new CancellationTokenSource();
        Task<long> peak = Task.Run(() => PeakAsync(stop.Token));

        var large = new GeneratedContent(1, size);
        await store.PutAsync(Key, large, PutCondition.IfAbsent, CancellationToken.None);
        await ReadAsync(store, Key, large);

        await stop.CancelAsync();
        return await peak - before;
    }

    private static async Task ReadAsync(IObjectStore store, string key, GeneratedContent content)
    {
        await using StoredObject? read = await store.GetAsync(key, null, CancellationToken.None);
        await content.AssertSameAsync(read!.Content);
    }

    private static async Task<long> PeakAsync(CancellationToken stop)
    {
        long peak = 0;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, WorkingSet());
            await Task.Delay(20, CancellationToken.None);
        }

        return peak;
    }

    private static long WorkingSet()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
