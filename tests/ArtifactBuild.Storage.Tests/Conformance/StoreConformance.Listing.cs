using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Storage.Tests.Conformance;

// A list has everything that begins with its prefix, once, at once, and nothing else.
public abstract partial class StoreConformance
{
    [TestMethod]
    public async Task A_list_has_what_begins_with_the_prefix_and_no_more()
    {
        string[] all = ["a/1", "a/2/x", "ab/1", "b", ".hidden/.file", "x.tmp/y"];
        foreach (string key in all)
            await CreateAsync(key, "x");

        CollectionAssert.AreEquivalent(all, await KeysAsync(""));
        CollectionAssert.AreEquivalent(new[] { "a/1", "a/2/x", "ab/1" }, await KeysAsync("a"));
        CollectionAssert.AreEquivalent(new[] { "a/1", "a/2/x" }, await KeysAsync("a/"));
        CollectionAssert.AreEquivalent(new[] { "a/2/x" }, await KeysAsync("a/2"));
        CollectionAssert.AreEquivalent(new[] { "b" }, await KeysAsync("b"));
        Assert.IsEmpty(await KeysAsync("b/"));
        Assert.IsEmpty(await KeysAsync("nope/"));
    }

    [TestMethod]
    public async Task A_list_follows_every_write_at_once()
    {
        for (int i = 0; i < Home.Rounds(25); i++)
        {
            ObjectInfo created = await CreateAsync($"list/{i}", "1");
            AssertSame(created, (await ListAsync("list/")).SingleOrDefault(info => info.Key == created.Key));
            ObjectInfo? swapped = await PutAsync(created.Key, "22", PutCondition.IfMatch(created.ETag));
            AssertSame(swapped!, (await ListAsync("list/")).Single(info => info.Key == created.Key));
            if (i % 2 != 0)
                continue;
            await Store.DeleteAsync(created.Key, null, Token);
            CollectionAssert.DoesNotContain(await KeysAsync("list/"), created.Key);
        }
    }

    [TestMethod]
    public async Task A_long_list_has_every_object_once()
    {
        // More than the 1,000 that one answer of S3 or GCS holds.
        const int Count = 1100;
        var written = new System.Collections.Concurrent.ConcurrentDictionary<string, ObjectInfo>();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (i, token) =>
        {
            string key = $"many/{i % 7}/{i:d4}";
            written[key] = (await Store.PutAsync(key, new GeneratedContent(i, i), PutCondition.IfAbsent, token))!;
        });
        await CreateAsync("other", "x");

        ObjectInfo[] listed = await ListAsync("many/");

        Assert.HasCount(Count, listed);
        Assert.AreEqual(Count, listed.DistinctBy(info => info.Key).Count(), "some twice, and so others not at all");
        foreach (ObjectInfo info in listed)
            AssertSame(written[info.Key], info);
        Assert.HasCount(Count + 1, await KeysAsync(""));
        Assert.HasCount(Count / 7, (await ListAsync("many/6/")).Where(info => info.Size % 7 == 6).ToArray());
    }

    [TestMethod]
    public async Task A_list_may_be_left_early_and_objects_may_go_while_it_is_read()
    {
        for (int i = 0; i < 10; i++)
            await CreateAsync($"k{i}", "x");
        await foreach (ObjectInfo first in Store.ListAsync("", Token))
        {
            Assert.AreEqual(1, first.Size);
            break;
        }

        int deleted = 0;
        await foreach (ObjectInfo info in Store.ListAsync("", Token))
            deleted += await Store.DeleteAsync(info.Key, info.ETag, Token) ? 1 : 0;

        Assert.AreEqual(10, deleted);
        Assert.IsEmpty(await KeysAsync(""));
    }

    [TestMethod]
    [DataRow("../")]
    [DataRow("../x/")]
    [DataRow("/")]
    public async Task A_list_does_not_leave_the_store(string prefix)
    {
        await CreateAsync("k", "x");
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => KeysAsync(prefix));
    }

    [TestMethod]
    public async Task What_is_in_another_store_of_the_same_bucket_is_not_seen()
    {
        // The address of the second one begins with the whole address of the first.
        await using IObjectStore second = await Home.OpenAsync(Longer(Address, "0"));
        await CreateAsync("k", "mine");

        Assert.IsEmpty(await second.ListAsync("", Token).ToArrayAsync(Token));
        Assert.IsNull(await second.HeadAsync("k", Token));
        Assert.IsNotNull(await second.PutAsync("k", UploadSource.Of(Bytes("theirs")), PutCondition.IfAbsent, Token));

        CollectionAssert.AreEqual(new[] { "k" }, await KeysAsync(""));
        Assert.AreEqual("mine", await TextAsync("k"));
        await second.DeleteAsync("k", null, Token);
        Assert.AreEqual("mine", await TextAsync("k"));
    }

    private static string Longer(string address, string more)
    {
        int options = address.IndexOf('?', StringComparison.Ordinal);
        return address.Insert(options < 0 ? address.Length : options, more);
    }
}
