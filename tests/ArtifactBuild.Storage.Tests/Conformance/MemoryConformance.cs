using System.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>Memory that does not grow with what goes through it. Alone, because the memory is the process's.</summary>
public abstract class MemoryConformance : StoreTest
{
    private const long Size = 512L * MiB;
    private const long Limit = 150L * MiB;

    [TestMethod]
    public async Task A_large_object_goes_in_and_comes_out_in_little_memory()
    {
        var content = new GeneratedContent(1, Size);
        // What every first use costs is not the size's.
        await Store.PutAsync("small", new GeneratedContent(2, 40L * MiB), PutCondition.IfAbsent, Token);
        long before = Used();
        using var stop = new CancellationTokenSource();
        Task<long> peak = Task.Run(() => PeakAsync(stop.Token), Token);

        Assert.IsNotNull(await Store.PutAsync("k", content, PutCondition.IfAbsent, Token));
        await using (StoredObject? read = await Store.GetAsync("k", null, Token))
            await content.AssertSameAsync(read!.Content);

        await stop.CancelAsync();
        long growth = await peak - before;
        TestContext.WriteLine($"grew by {growth / MiB} MiB");
        Assert.IsLessThan(Limit, growth);
    }

    private static long Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return WorkingSet();
    }

    private static long WorkingSet()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
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
}

[TestClass]
[DoNotParallelize]
public sealed class FolderMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Folder;
}

[TestClass]
[DoNotParallelize]
public sealed class CephMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Ceph;
}

[TestClass]
[DoNotParallelize]
public sealed class MotoMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Moto;
}

[TestClass]
[DoNotParallelize]
public sealed class AzuriteMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Azurite;
}

/// <summary>With the server's own memory, which is in the same process.</summary>
[TestClass]
[DoNotParallelize]
public sealed class GcsMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Gcs;
}
