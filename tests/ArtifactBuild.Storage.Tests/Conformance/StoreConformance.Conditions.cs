using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

// A write happens when its condition holds, and else nothing does.
public abstract partial class StoreConformance
{
    [TestMethod]
    public async Task An_object_that_is_there_is_not_overwritten()
    {
        ObjectInfo first = await CreateAsync("k", "first");
        Assert.IsNull(await PutAsync("k", "second", PutCondition.IfAbsent));
        Assert.IsNull(await PutAsync("k", "first", PutCondition.IfAbsent));
        Assert.AreEqual("first", await TextAsync("k"));
        AssertSame(first, await HeadAsync("k"));
    }

    [TestMethod]
    public async Task A_large_object_does_not_overwrite_one_that_is_there_and_leaves_nothing()
    {
        ObjectInfo first = await CreateAsync("k", "first");
        var large = new GeneratedContent(1, (33L * MiB) + 7);

        Assert.IsNull(await Store.PutAsync("k", large, PutCondition.IfAbsent, Token));
        Assert.IsNull(await Store.PutAsync("k", large, PutCondition.IfMatch(OtherETag(first)), Token));

        Assert.AreEqual("first", await TextAsync("k"));
        Assert.IsEmpty(await Home.LeftoversAsync(Address));
        ObjectInfo? swapped = await Store.PutAsync("k", large, PutCondition.IfMatch(first.ETag), Token);
        AssertSame(swapped!, await HeadAsync("k"));
    }

    [TestMethod]
    public async Task A_swap_needs_the_right_etag()
    {
        ObjectInfo first = await CreateAsync("k", "1");
        ObjectInfo? second = await PutAsync("k", "2", PutCondition.IfMatch(first.ETag));

        Assert.IsNotNull(second);
        Assert.AreNotEqual(first.ETag, second.ETag);
        Assert.IsGreaterThanOrEqualTo(first.LastModified.AddSeconds(-1), second.LastModified);
        Assert.IsNull(await PutAsync("k", "3", PutCondition.IfMatch(first.ETag)));
        Assert.AreEqual("2", await TextAsync("k"));
        AssertSame(second, await HeadAsync("k"));
    }

    [TestMethod]
    public async Task A_swap_makes_no_object_that_is_not_there()
    {
        ObjectInfo first = await CreateAsync("k", "1");
        await Store.DeleteAsync("k", null, Token);

        Assert.IsNull(await PutAsync("k", "2", PutCondition.IfMatch(first.ETag)));
        Assert.IsNull(await Store.PutAsync("k", new GeneratedContent(1, 33L * MiB), PutCondition.IfMatch(first.ETag), Token));

        await AssertNothingStoredAsync("k", 33L * MiB);
    }

    [TestMethod]
    public async Task Each_write_of_other_bytes_has_an_etag_of_its_own_however_fast_they_come()
    {
        ObjectInfo info = await CreateAsync("k", "000");
        var seen = new HashSet<string> { info.ETag };
        for (int i = 1; i <= Home.Rounds(200); i++)
        {
            info = (await PutAsync("k", $"{i:d3}", PutCondition.IfMatch(info.ETag)))!;
            Assert.IsTrue(seen.Add(info.ETag), $"write {i} has the ETag of an earlier one");
        }

        AssertSame(info, await HeadAsync("k"));
    }

    [TestMethod]
    public async Task Deleting_needs_the_right_etag_when_one_is_given()
    {
        ObjectInfo info = await CreateAsync("k", "1");
        Assert.IsFalse(await Store.DeleteAsync("k", OtherETag(info), Token));
        AssertSame(info, await HeadAsync("k"));
        Assert.IsTrue(await Store.DeleteAsync("k", info.ETag, Token));
        Assert.IsNull(await Store.HeadAsync("k", Token));
        Assert.IsNull(await Store.GetAsync("k", null, Token));
        Assert.IsEmpty(await KeysAsync(""));
        Assert.IsFalse(await Store.DeleteAsync("k", info.ETag, Token));
        Assert.IsFalse(await Store.DeleteAsync("k", null, Token));
    }

    [TestMethod]
    public async Task Deleting_takes_whatever_is_there_when_no_etag_is_given()
    {
        await CreateAsync("k", "1");
        await CreateAsync("k2", "2");
        Assert.IsTrue(await Store.DeleteAsync("k", null, Token));
        CollectionAssert.AreEqual(new[] { "k2" }, await KeysAsync(""));
        // The name is free again.
        await CreateAsync("k", "3");
        Assert.AreEqual("3", await TextAsync("k"));
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(7L)]
    [DataRow(33L * MiB)]
    public async Task A_touched_object_is_younger_and_has_another_etag_and_the_same_bytes(long size)
    {
        var content = new GeneratedContent(1, size);
        ObjectInfo before = (await Store.PutAsync("k", content, PutCondition.IfAbsent, Token))!;
        // Some stores tell whole seconds, so that the touch has to come in another one.
        while (DateTimeOffset.UtcNow < before.LastModified.AddSeconds(1))
            await Task.Delay(20, Token);

        Assert.IsTrue(await Store.TouchAsync("k", before.ETag, Token));

        ObjectInfo after = await HeadAsync("k");
        Assert.AreNotEqual(before.ETag, after.ETag);
        Assert.IsGreaterThan(before.LastModified, after.LastModified);
        Assert.AreEqual(size, after.Size);
        AssertSame(after, (await ListAsync("")).Single());
        await using StoredObject? read = await Store.GetAsync("k", null, Token);
        AssertSame(after, read?.Info);
        await content.AssertSameAsync(read!.Content);
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(7L)]
    public async Task Whoever_knows_only_the_time_before_a_touch_can_no_longer_delete_or_swap(long size)
    {
        ObjectInfo first = (await Store.PutAsync("k", new GeneratedContent(1, size), PutCondition.IfAbsent, Token))!;
        Assert.IsTrue(await Store.TouchAsync("k", first.ETag, Token));
        ObjectInfo second = await HeadAsync("k");

        Assert.IsFalse(await Store.TouchAsync("k", first.ETag, Token));
        Assert.IsFalse(await Store.DeleteAsync("k", first.ETag, Token));
        Assert.IsNull(await PutAsync("k", "x", PutCondition.IfMatch(first.ETag)));
        AssertSame(second, await HeadAsync("k"));

        Assert.IsTrue(await Store.TouchAsync("k", second.ETag, Token));
        ObjectInfo third = await HeadAsync("k");
        Assert.AreNotEqual(second.ETag, third.ETag);
        Assert.IsFalse(await Store.DeleteAsync("k", second.ETag, Token));
        if (!Home.ETagsFollowBytes)
        {
            Assert.AreNotEqual(first.ETag, third.ETag);
            Assert.IsFalse(await Store.DeleteAsync("k", first.ETag, Token));
        }

        Assert.IsNotNull(await PutAsync("k", "x", PutCondition.IfMatch(third.ETag)));
    }

    [TestMethod]
    public async Task A_touch_needs_the_right_etag()
    {
        Assert.IsFalse(await Store.TouchAsync("k", "0-1", Token));
        ObjectInfo info = await CreateAsync("k", "1");
        Assert.IsFalse(await Store.TouchAsync("k", OtherETag(info), Token));
        AssertSame(info, await HeadAsync("k"));
        await Store.DeleteAsync("k", null, Token);
        Assert.IsFalse(await Store.TouchAsync("k", info.ETag, Token));
        Assert.IsEmpty(await KeysAsync(""));
    }

    [TestMethod]
    public async Task What_was_touched_is_found_by_its_new_etag_only()
    {
        ObjectInfo info = await CreateAsync("k", "1");
        await Store.TouchAsync("k", info.ETag, Token);
        Assert.IsTrue(await Store.DeleteAsync("k", (await ListAsync("k")).Single().ETag, Token));
    }

    // One that this store could have given.
    private static string OtherETag(ObjectInfo info)
    {
        int at = info.ETag.ToList().FindLastIndex(char.IsAsciiDigit);
        char other = info.ETag[at] == '1' ? '2' : '1';
        return $"{info.ETag[..at]}{other}{info.ETag[(at + 1)..]}";
    }
}
