using ArtifactBuild.Content;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

// What is written can be read, byte for byte.
public abstract partial class StoreConformance
{
    [TestMethod]
    public async Task What_is_written_is_there_at_once_and_looks_the_same_from_everywhere()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;

        ObjectInfo written = await CreateAsync("a/b/c.txt", "content");

        Assert.AreEqual("a/b/c.txt", written.Key);
        Assert.AreEqual(7, written.Size);
        Assert.AreNotEqual("", written.ETag);
        Assert.IsInRange(before.AddSeconds(-2), DateTimeOffset.UtcNow.AddSeconds(2), written.LastModified);
        AssertSame(written, await Store.HeadAsync("a/b/c.txt", Token));
        AssertSame(written, (await ListAsync("a/b/")).Single());
        await using StoredObject? read = await Store.GetAsync("a/b/c.txt", null, Token);
        AssertSame(written, read?.Info);
        Assert.AreEqual("content", await TextAsync(read!));
    }

    [TestMethod]
    public async Task What_is_not_there_is_nothing()
    {
        Assert.IsNull(await Store.HeadAsync("a", Token));
        Assert.IsNull(await Store.GetAsync("a/b", null, Token));
        Assert.IsNull(await Store.GetAsync("a/b", new ByteRange(0, 1), Token));
        Assert.IsFalse(await Store.DeleteAsync("a", null, Token));
        Assert.IsEmpty(await KeysAsync(""));
        Assert.IsEmpty(await KeysAsync("a/"));

        // A part of a name is no name.
        await CreateAsync("a/b/c", "x");
        Assert.IsNull(await Store.HeadAsync("a/b", Token));
        Assert.IsNull(await Store.HeadAsync("a/b/c/d", Token));
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(4095L)]
    [DataRow(5L * MiB)]
    [DataRow(32L * MiB)]
    [DataRow((32L * MiB) + 1)]
    [DataRow(100L * MiB)]
    public async Task Bytes_come_back_as_they_went_however_many_they_are(long size)
    {
        var content = new GeneratedContent((int)(size % 1000), size);

        ObjectInfo? written = await Store.PutAsync("k", content, PutCondition.IfAbsent, Token);

        Assert.AreEqual(size, written?.Size);
        await using StoredObject? read = await Store.GetAsync("k", null, Token);
        AssertSame(written!, read?.Info);
        await content.AssertSameAsync(read!.Content);
        AssertSame(written!, (await ListAsync("")).Single());
        Assert.IsEmpty(await Home.LeftoversAsync(Address));
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(5L * MiB)]
    [DataRow(60L * MiB)]
    public async Task Bytes_whose_digests_are_known_come_back_as_they_went(long size)
    {
        var content = new GeneratedContent(7, size, withDigests: true);
        ObjectInfo? written = await Store.PutAsync("k", content, PutCondition.IfAbsent, Token);
        Assert.AreEqual(size, written?.Size);
        await using StoredObject? read = await Store.GetAsync("k", null, Token);
        await content.AssertSameAsync(read!.Content);
    }

    [TestMethod]
    public async Task An_object_may_be_empty()
    {
        ObjectInfo written = await CreateAsync("empty", "");
        Assert.AreEqual(0, written.Size);
        Assert.AreEqual("", await TextAsync("empty"));
        Assert.AreEqual("", await TextAsync("empty", new ByteRange(0, 10)));
        Assert.IsNull(await PutAsync("empty", "", PutCondition.IfAbsent));
        ObjectInfo? filled = await PutAsync("empty", "x", PutCondition.IfMatch(written.ETag));
        ObjectInfo? emptied = await PutAsync("empty", "", PutCondition.IfMatch(filled!.ETag));
        AssertSame(emptied!, await Store.HeadAsync("empty", Token));
    }

    [TestMethod]
    [DataRow(0, 4, "0123")]
    [DataRow(3, 4, "3456")]
    [DataRow(0, 10, "0123456789")]
    [DataRow(9, 1, "9")]
    [DataRow(8, 100, "89")]
    [DataRow(10, 5, "")]
    [DataRow(50, 5, "")]
    [DataRow(2, 0, "")]
    [DataRow(2, long.MaxValue - 2, "23456789")]
    public async Task A_range_is_a_part_of_the_bytes(long offset, long length, string expected)
    {
        ObjectInfo written = await CreateAsync("k", "0123456789");
        await using StoredObject? part = await Store.GetAsync("k", new ByteRange(offset, length), Token);
        AssertSame(written, part?.Info);
        Assert.AreEqual(expected, await TextAsync(part!));
    }

    [TestMethod]
    public async Task Ranges_of_a_large_object_are_its_parts_several_at_a_time()
    {
        var content = new GeneratedContent(3, (40L * MiB) + 5);
        await Store.PutAsync("k", content, PutCondition.IfAbsent, Token);
        ByteRange[] ranges =
        [
            new(0, 16 * MiB), new(16 * MiB, 16 * MiB), new(32 * MiB, (8 * MiB) + 5), new((16 * MiB) - 3, 7), new((40 * MiB) + 4, 1),
            new((40 * MiB) + 5, 1), new(1, (40 * MiB) + 3),
        ];
        await Parallel.ForEachAsync(ranges, Token, async (range, token) =>
        {
            await using StoredObject? part = await Store.GetAsync("k", range, token);
            Assert.AreEqual(content.Length, part!.Info.Size);
            await content.AssertSameAsync(part.Content, range with { Length = Math.Min(range.Length, content.Length - range.Offset) });
        });
    }

    [TestMethod]
    public async Task A_reader_never_gets_a_mixture_of_two_versions()
    {
        var old = new GeneratedContent(1, 40L * MiB);
        ObjectInfo? first = await Store.PutAsync("k", old, PutCondition.IfAbsent, Token);
        await using StoredObject? open = await Store.GetAsync("k", null, Token);
        Assert.AreEqual(MiB, await open!.Content.ReadAtLeastAsync(new byte[MiB], MiB, cancellationToken: Token));

        var other = new GeneratedContent(2, 40L * MiB);
        Assert.IsNotNull(await Store.PutAsync("k", other, PutCondition.IfMatch(first!.ETag), Token));

        // The old bytes to the end, or an error.
        Assert.AreEqual(first.ETag, open.Info.ETag);
        try
        {
            await old.AssertSameAsync(open.Content, new ByteRange(MiB, 39L * MiB));
        }
        catch (Diagnostics.ArtifactException e)
        {
            Assert.AreEqual(Diagnostics.ArtifactCodes.StoreAccess, e.Code, e.Message);
        }

        await using StoredObject? now = await Store.GetAsync("k", null, Token);
        await other.AssertSameAsync(now!.Content);
    }

    [TestMethod]
    public async Task Reading_may_stop_anywhere()
    {
        await Store.PutAsync("k", new GeneratedContent(1, 4 * MiB), PutCondition.IfAbsent, Token);
        // More often than there may be connections: each gives back what it held.
        for (int i = 0; i < StoreHome.Quick.MaxConnections + 8; i++)
        {
            await using StoredObject? open = await Store.GetAsync("k", null, Token);
            await open!.Content.ReadExactlyAsync(new byte[10], Token);
        }

        Assert.AreEqual(4 * MiB, (await HeadAsync("k")).Size);
    }
}
