using System.Globalization;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>Memory that does not grow with what goes through it. In a process of its own, which has done nothing else.</summary>
public abstract class MemoryConformance : StoreTest
{
    private const long Size = 256L * MiB;
    private const long Limit = 150L * MiB;

    [TestMethod]
    public async Task A_large_object_goes_in_and_comes_out_in_little_memory()
    {
        string growth = await OtherProcess.RunAsync(Home.Variables, "memory", Address, $"{Size}");
        TestContext.WriteLine($"The process grew by {growth} bytes.");
        Assert.IsLessThan(Limit, long.Parse(growth, CultureInfo.InvariantCulture));
        Assert.AreEqual(Size, (await HeadAsync(MemoryUse.Key)).Size);
    }
}

[TestClass]
public sealed class FolderMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Folder;
}

[TestClass]
public sealed class CephMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Ceph;
}

[TestClass]
public sealed class MotoMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Moto;
}

[TestClass]
public sealed class AzuriteMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Azurite;
}

[TestClass]
public sealed class GcsMemory : MemoryConformance
{
    private protected override StoreHome Home => StoreHome.Gcs;
}
