using ArtifactBuild.Diagnostics;
using ArtifactBuild.Faults;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Faults;

/// <summary>
/// A bit of a body that turns over on its way in is found, and never stored. moto is not asked: it takes whatever comes, a known
/// weakness of it.
/// </summary>
public abstract class FlippedBitConformance : StoreTest
{
    private protected abstract ServerHome Server { get; }

    private protected sealed override StoreHome Home => Server;

    [TestMethod]
    [DataRow(1000L, false)]
    [DataRow(1000L, true)]
    [DataRow(3L * MiB, false)]
    [DataRow(3L * MiB, true)]
    [DataRow((33L * MiB) + 5, false)]
    [DataRow((33L * MiB) + 5, true)]
    public async Task A_flipped_bit_is_found(long size, bool withDigests)
    {
        var content = new GeneratedContent(1, size, withDigests);
        // In the last third, so that it is none of a head that a body may begin with.
        FaultScript script = FaultScript.On(
            request => size > 32L * MiB ? Server.IsPart(request) : Server.IsWrite(request),
            Fault.FlipRequestBit(FaultPoint.Part(0.7), bit: 3));
        FaultProxy proxy = await FaultProxy.StartAsync((await Server.Server).Endpoint, script);
        await using var broken = new Proxied(await Server.OpenAsync(Address, proxy.Endpoint, StoreHome.Quick), proxy);
        try
        {
            // It is sent again, or told.
            ObjectInfo? written = await broken.Store.PutAsync("k", content, PutCondition.IfAbsent, Token);
            AssertSame(written!, await Store.HeadAsync("k", Token));
            await using StoredObject? read = await Store.GetAsync("k", null, Token);
            await content.AssertSameAsync(read!.Content);
        }
        catch (ArtifactException)
        {
            Assert.IsNull(await Store.HeadAsync("k", Token));
        }

        Assert.HasCount(1, broken.Faults);
        Assert.IsEmpty(await Home.LeftoversAsync(Address));
    }
}

[TestClass]
public sealed class CephFlippedBits : FlippedBitConformance
{
    private protected override ServerHome Server => StoreHome.Ceph;
}

[TestClass]
public sealed class AzuriteFlippedBits : FlippedBitConformance
{
    private protected override ServerHome Server => StoreHome.Azurite;
}

[TestClass]
public sealed class GcsFlippedBits : FlippedBitConformance
{
    private protected override ServerHome Server => StoreHome.Gcs;
}
