using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>A server that checks signatures stores only the bytes that were signed. moto checks none.</summary>
[TestClass]
public sealed class S3IntegrityTests : StoreTest
{
    private protected override StoreHome Home => StoreHome.Ceph;

    [TestMethod]
    [DataRow(4096)]
    [DataRow(33 << 20)]
    public async Task Bytes_that_are_not_the_signed_ones_are_refused(int size)
    {
        byte[] promised = TestContent.Mod251(size);
        byte[] sent = [.. promised];
        sent[size / 2] ^= 1;
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreUnavailable, () => Store.PutAsync("k", new FlippedContent(promised, sent), PutCondition.IfAbsent, Token));
        await AssertNothingStoredAsync("k", size);
    }

    [TestMethod]
    public async Task Content_that_nobody_has_hashed_before_is_hashed_on_the_way()
    {
        byte[] bytes = TestContent.Mod251(10_000);
        ObjectInfo? stored = await Store.PutAsync("k", new UnhashedContent(bytes), PutCondition.IfAbsent, Token);
        Assert.AreEqual(bytes.Length, stored!.Size);
        await using StoredObject? read = await Store.GetAsync("k", null, Token);
        Assert.AreEqual(Sha256Digest.Of(bytes), await StreamDigest.OfAsync(read!.Content, Token));
    }

    [TestMethod]
    [DataRow(128 * 1024)]
    [DataRow(1)]
    [DataRow(0)]
    public async Task Content_that_goes_on_after_its_last_byte_leaves_nothing(int size)
    {
        byte[] bytes = TestContent.Mod251(size);
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreAccess,
            () => Store.PutAsync("k", new FlippedContent(bytes, [.. bytes, 1]) { IsLonger = true }, PutCondition.IfAbsent, Token));
        await AssertNothingStoredAsync("k", size);
    }

    /// <summary>Bytes of which one bit changes behind the back of whoever hashed them: on the wire, for instance.</summary>
    private sealed class FlippedContent(byte[] promised, byte[] sent) : UploadSource
    {
        public override long Length => promised.Length;

        public bool IsLonger { get; init; }

        public override Stream Open(ByteRange range) =>
            new MemoryStream(sent, (int)range.Offset, (int)range.Length + (IsLonger ? 1 : 0), writable: false);

        public override Sha256Digest? Sha256Of(ByteRange range) => Sha256Digest.Of(promised.AsSpan((int)range.Offset, (int)range.Length));
    }

    private sealed class UnhashedContent(byte[] bytes) : UploadSource
    {
        public override long Length => bytes.Length;

        public override Stream Open(ByteRange range) => new MemoryStream(bytes, (int)range.Offset, (int)range.Length, writable: false);
    }
}
