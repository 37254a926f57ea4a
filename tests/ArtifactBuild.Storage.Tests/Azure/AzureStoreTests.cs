using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>What is special to blobs, with Azurite.</summary>
[TestClass]
public sealed class AzureStoreTests
{
    private const string Key = "models/a.bin";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task A_touch_keeps_the_metadata()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        ObjectInfo stored = await CreateAsync(world);
        BlockBlobClient blob = BlobOf(world);
        await blob.SetMetadataAsync(new Dictionary<string, string> { ["owner"] = "team a", ["Note"] = "x" }, cancellationToken: Token);
        stored = (await world.Store.HeadAsync(Key, Token))!;

        Assert.IsTrue(await world.Store.TouchAsync(Key, stored.ETag, Token));

        BlobProperties touched = await blob.GetPropertiesAsync(cancellationToken: Token);
        Assert.AreEqual("team a", touched.Metadata["owner"]);
        Assert.AreEqual("x", touched.Metadata["Note"]);
        Assert.AreNotEqual(stored.ETag, (await world.Store.HeadAsync(Key, Token))!.ETag);
    }

    [TestMethod]
    public async Task Blocks_alone_are_no_object()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        using var block = new MemoryStream([1, 2, 3]);
        await BlobOf(world).StageBlockAsync(Convert.ToBase64String(new byte[20]), block, cancellationToken: Token);

        Assert.IsNull(await world.Store.HeadAsync(Key, Token));
        Assert.IsNull(await world.Store.GetAsync(Key, null, Token));
        Assert.IsEmpty(await world.Store.ListAsync("", Token).ToListAsync(Token));
        var content = UploadSource.Of(TestContent.Random(1, 33 * 1024 * 1024));
        Assert.IsNotNull(await world.Store.PutAsync(Key, content, PutCondition.IfAbsent, Token));
    }

    [TestMethod]
    public async Task A_stored_object_has_its_MD5()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        byte[] bytes = TestContent.Random(1, 33 * 1024 * 1024);
        await world.Store.PutAsync(Key, new KnownContent(bytes), PutCondition.IfAbsent, Token);

        BlobProperties stored = await BlobOf(world).GetPropertiesAsync(cancellationToken: Token);

        Assert.AreEqual(TestContent.Md5(bytes), Convert.ToBase64String(stored.ContentHash));
        Assert.AreEqual(BlobType.Block, stored.BlobType);
    }

    [TestMethod]
    public async Task A_lease_is_no_lost_race()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        ObjectInfo stored = await CreateAsync(world);
        await BlobOf(world).GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: Token);

        ArtifactException refusal = await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreAccess, () => world.Store.PutAsync(Key, UploadSource.Of([4]), PutCondition.IfMatch(stored.ETag), Token));
        Assert.Contains("LeaseIdMissing", refusal.Message);
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => world.Store.DeleteAsync(Key, stored.ETag, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => world.Store.TouchAsync(Key, stored.ETag, Token));

        await BlobOf(world).GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: Token);
    }

    [TestMethod]
    public async Task A_snapshot_does_not_hold_an_object()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        ObjectInfo stored = await CreateAsync(world);
        await BlobOf(world).CreateSnapshotAsync(cancellationToken: Token);

        Assert.IsTrue(await world.Store.DeleteAsync(Key, stored.ETag, Token));
    }

    [TestMethod]
    public async Task A_folder_of_Data_Lake_is_no_object()
    {
        await using AzureWorld world = await AzureWorld.StartAsync();
        await CreateAsync(world);
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } };
        await world.Client.GetBlobClient($"{world.Address.Prefix}/models").UploadAsync(new BinaryData(""), options, Token);

        List<ObjectInfo> all = await world.Store.ListAsync("", Token).ToListAsync(Token);

        Assert.AreEqual(Key, all.Single().Key);
    }

    private async Task<ObjectInfo> CreateAsync(AzureWorld world) =>
        (await world.Store.PutAsync(Key, UploadSource.Of([1, 2, 3]), PutCondition.IfAbsent, Token))!;

    private static BlockBlobClient BlobOf(AzureWorld world) => world.Client.GetBlockBlobClient($"{world.Address.Prefix}/{Key}");

    /// <summary>Bytes whose MD5 is known, as that of an entry is.</summary>
    private sealed class KnownContent(byte[] bytes) : UploadSource
    {
        public override long Length => bytes.Length;

        public override string? Md5 { get; } = TestContent.Md5(bytes);

        public override Stream Open(ByteRange range) => new MemoryStream(bytes, (int)range.Offset, (int)range.Length, writable: false);
    }
}
