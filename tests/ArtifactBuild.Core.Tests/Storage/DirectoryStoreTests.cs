using System.Text;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Core.Tests.Storage;

/// <summary>What a registry asks of every object store, asked of the one in a folder.</summary>
[TestClass]
public sealed class DirectoryStoreTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public async Task What_is_written_can_be_read()
    {
        await using IObjectStore store = Open();
        ObjectInfo? written = await PutAsync(store, "a/b/c.txt", "content", PutCondition.IfAbsent);

        Assert.IsNotNull(written);
        Assert.AreEqual(7, written.Size);
        Assert.AreEqual("a/b/c.txt", written.Key);
        Assert.AreEqual(written, await store.HeadAsync("a/b/c.txt", Token));
        await using StoredObject? read = await store.GetAsync("a/b/c.txt", null, Token);
        Assert.AreEqual(written, read!.Info);
        Assert.AreEqual("content", await TextAsync(read));
    }

    [TestMethod]
    public async Task What_is_not_there_is_nothing()
    {
        await using IObjectStore store = Open();
        Assert.IsNull(await store.HeadAsync("a", Token));
        Assert.IsNull(await store.GetAsync("a/b", null, Token));
        Assert.IsNull(await PutAsync(store, "a", "x", PutCondition.IfMatch("0-1")));
        Assert.IsFalse(await store.DeleteAsync("a", null, Token));
        Assert.IsEmpty(await KeysAsync(store, ""));
        Assert.IsNull(await store.HeadAsync("a", Token));
    }

    [TestMethod]
    public async Task A_folder_is_no_object()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "a/b", "x", PutCondition.IfAbsent);
        Assert.IsNull(await store.HeadAsync("a", Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => PutAsync(store, "a", "x", PutCondition.IfAbsent));
    }

    [TestMethod]
    public async Task An_object_that_is_there_is_not_overwritten()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "k", "first", PutCondition.IfAbsent);
        Assert.IsNull(await PutAsync(store, "k", "second", PutCondition.IfAbsent));
        Assert.AreEqual("first", await TextAsync(store, "k"));
    }

    [TestMethod]
    public async Task A_swap_needs_the_right_etag()
    {
        await using IObjectStore store = Open();
        ObjectInfo first = (await PutAsync(store, "k", "1", PutCondition.IfAbsent))!;
        ObjectInfo? second = await PutAsync(store, "k", "2", PutCondition.IfMatch(first.ETag));

        Assert.IsNotNull(second);
        Assert.AreNotEqual(first.ETag, second.ETag);
        Assert.IsNull(await PutAsync(store, "k", "3", PutCondition.IfMatch(first.ETag)));
        Assert.AreEqual("2", await TextAsync(store, "k"));
    }

    [TestMethod]
    public async Task An_etag_never_comes_back_however_fast_the_writes()
    {
        using var temporary = TemporaryDirectory.InMemory();
        await using IObjectStore store = ObjectStores.Open(temporary.Root);
        ObjectInfo info = (await PutAsync(store, "k", "000", PutCondition.IfAbsent))!;
        var seen = new HashSet<string> { info.ETag };
        DateTimeOffset before = info.LastModified;
        for (int i = 1; i <= 300; i++)
        {
            info = (await PutAsync(store, "k", $"{i:d3}", PutCondition.IfMatch(info.ETag)))!;
            Assert.IsTrue(seen.Add(info.ETag), $"write {i} has an ETag of an earlier one");
            Assert.IsGreaterThan(before, info.LastModified);
            before = info.LastModified;
        }
    }

    [TestMethod]
    public async Task A_clock_that_was_put_back_does_not_bring_an_etag_back()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "k", "1", PutCondition.IfAbsent);
        File.SetLastWriteTimeUtc(_temporary["store/k"], DateTime.UtcNow.AddHours(1));
        ObjectInfo ahead = (await store.HeadAsync("k", Token))!;
        ObjectInfo next = (await PutAsync(store, "k", "2", PutCondition.IfMatch(ahead.ETag)))!;
        Assert.IsGreaterThan(ahead.LastModified, next.LastModified);
        Assert.AreNotEqual(ahead.ETag, next.ETag);
    }

    [TestMethod]
    [DataRow(0, 4, "0123")]
    [DataRow(3, 4, "3456")]
    [DataRow(8, 100, "89")]
    [DataRow(10, 5, "")]
    [DataRow(50, 5, "")]
    [DataRow(2, 0, "")]
    public async Task A_range_is_a_part_of_the_bytes(long offset, long length, string expected)
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "k", "0123456789", PutCondition.IfAbsent);
        await using StoredObject? part = await store.GetAsync("k", new ByteRange(offset, length), Token);
        Assert.AreEqual(10, part!.Info.Size);
        Assert.AreEqual(expected, await TextAsync(part));
    }

    [TestMethod]
    public async Task An_object_may_be_empty()
    {
        await using IObjectStore store = Open();
        ObjectInfo? written = await PutAsync(store, "empty", "", PutCondition.IfAbsent);
        Assert.AreEqual(0, written!.Size);
        Assert.AreEqual("", await TextAsync(store, "empty"));
        Assert.IsNull(await PutAsync(store, "empty", "", PutCondition.IfAbsent));
    }

    [TestMethod]
    public async Task A_list_has_what_begins_with_the_prefix_and_no_more()
    {
        await using IObjectStore store = Open();
        foreach (string key in new[] { "a/1", "a/2/x", "ab/1", "b", ".hidden/.file", "x.tmp/y" })
            await PutAsync(store, key, "x", PutCondition.IfAbsent);

        CollectionAssert.AreEquivalent(new[] { "a/1", "a/2/x", "ab/1", "b", ".hidden/.file", "x.tmp/y" }, await KeysAsync(store, ""));
        CollectionAssert.AreEquivalent(new[] { "a/1", "a/2/x", "ab/1" }, await KeysAsync(store, "a"));
        CollectionAssert.AreEquivalent(new[] { "a/1", "a/2/x" }, await KeysAsync(store, "a/"));
        CollectionAssert.AreEquivalent(new[] { "a/2/x" }, await KeysAsync(store, "a/2"));
        Assert.IsEmpty(await KeysAsync(store, "nope/"));
    }

    [TestMethod]
    public async Task A_list_leaves_out_what_the_store_needs_for_its_work_wherever_the_store_lies()
    {
        string folder = _temporary.MakeFolder(".tmp/.locks/store");
        await using IObjectStore store = ObjectStores.Open(folder);
        ObjectInfo first = (await PutAsync(store, "collections/team/.tmp/k", "1", PutCondition.IfAbsent))!;
        await PutAsync(store, first.Key, "2", PutCondition.IfMatch(first.ETag));
        Assert.IsTrue(Directory.Exists(Path.Combine(folder, ".locks")), "there is something to leave out");
        CollectionAssert.AreEqual(new[] { first.Key }, await KeysAsync(store, ""));
    }

    [TestMethod]
    [DataRow("../x")]
    [DataRow("/x")]
    [DataRow("a/../x")]
    [DataRow("a//b")]
    [DataRow("")]
    [DataRow("a\\b")]
    [DataRow("a\0")]
    [DataRow("con")]
    [DataRow(".tmp/x")]
    [DataRow(".TMP/x")]
    [DataRow(".locks/x")]
    public async Task An_odd_key_is_refused(string key)
    {
        await using IObjectStore store = Open();
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => PutAsync(store, key, "x", PutCondition.IfAbsent));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.GetAsync(key, null, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.HeadAsync(key, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.DeleteAsync(key, null, Token));
        Assert.AreEqual("(no folder)", FolderSnapshot.Of(_temporary["store"]));
    }

    [TestMethod]
    [DataRow("../")]
    [DataRow("../x/")]
    [DataRow("/")]
    public async Task A_list_does_not_leave_the_store(string prefix)
    {
        _temporary.Write("x/secret", "x");
        await using IObjectStore store = Open();
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => KeysAsync(store, prefix));
    }

    [TestMethod]
    public async Task Deleting_needs_the_right_etag_when_one_is_given()
    {
        await using IObjectStore store = Open();
        ObjectInfo info = (await PutAsync(store, "k", "1", PutCondition.IfAbsent))!;
        Assert.IsFalse(await store.DeleteAsync("k", info.ETag + "0", Token));
        Assert.IsTrue(await store.DeleteAsync("k", info.ETag, Token));
        Assert.IsNull(await store.HeadAsync("k", Token));
        Assert.IsFalse(await store.DeleteAsync("k", null, Token));
    }

    [TestMethod]
    public async Task A_reader_keeps_the_object_that_it_opened()
    {
        await using IObjectStore store = Open();
        ObjectInfo first = (await PutAsync(store, "k", "old", PutCondition.IfAbsent))!;
        await using StoredObject? open = await store.GetAsync("k", null, Token);
        await PutAsync(store, "k", "new", PutCondition.IfMatch(first.ETag));
        Assert.AreEqual("old", await TextAsync(open!));
        Assert.AreEqual(first.ETag, open!.Info.ETag);
    }

    [TestMethod]
    public async Task Cancelling_in_the_middle_leaves_nothing()
    {
        await using IObjectStore store = Open();
        using var cancel = new CancellationTokenSource();
        var content = new OpenedContent(8 * 1024 * 1024, () => new BrokenStream(8 * 1024 * 1024, at: 3 * 1024 * 1024, cancel.Cancel));
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => store.PutAsync("k", content, PutCondition.IfAbsent, cancel.Token));
        await AssertNothingLeftAsync(store);
    }

    [TestMethod]
    public async Task Content_that_throws_leaves_nothing()
    {
        await using IObjectStore store = Open();
        var content = new OpenedContent(
            8 * 1024 * 1024,
            () => new BrokenStream(8 * 1024 * 1024, at: 3 * 1024 * 1024, () => throw new InvalidOperationException("the source is broken")));
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => store.PutAsync("k", content, PutCondition.IfAbsent, Token));
        await AssertNothingLeftAsync(store);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    public async Task Content_of_another_length_leaves_nothing(int difference)
    {
        await using IObjectStore store = Open();
        var content = new OpenedContent(1000 + difference, () => new MemoryStream(new byte[1000]));
        await Codes.AssertThrowsAsync(
            ArtifactCodes.StoreAccess, () => store.PutAsync("k", content, PutCondition.IfAbsent, Token));
        await AssertNothingLeftAsync(store);
    }

    [TestMethod]
    [DataRow("with space")]
    [DataRow("100% é한글")]
    [DataRow("a%41b")]
    [DataRow("a#b")]
    [DataRow("a?b")]
    [DataRow("a+b&c=d")]
    public async Task The_address_opens_the_same_store_again(string folder)
    {
        await using IObjectStore store = ObjectStores.Open(_temporary[folder]);
        await PutAsync(store, "k", "here", PutCondition.IfAbsent);

        await using IObjectStore again = ObjectStores.Open(store.Address);

        StringAssert.StartsWith(store.Address, "file:///", StringComparison.Ordinal);
        Assert.AreEqual(store.Address, again.Address);
        Assert.AreEqual("here", await TextAsync(again, "k"));
    }

    private IObjectStore Open() => ObjectStores.Open(_temporary["store"]);

    private async Task AssertNothingLeftAsync(IObjectStore store)
    {
        Assert.IsNull(await store.HeadAsync("k", Token));
        string[] left = [.. Directory.EnumerateFiles(_temporary.Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != ".lock")];
        Assert.IsEmpty(left, string.Join(", ", left));
    }

    private async Task<ObjectInfo?> PutAsync(IObjectStore store, string key, string text, PutCondition condition)
    {
        var content = ObjectContent.Of(Encoding.UTF8.GetBytes(text));
        return await store.PutAsync(key, content, condition, Token);
    }

    private async Task<string[]> KeysAsync(IObjectStore store, string prefix)
    {
        var keys = new List<string>();
        await foreach (ObjectInfo info in store.ListAsync(prefix, Token))
            keys.Add(info.Key);
        return [.. keys];
    }

    private async Task<string> TextAsync(IObjectStore store, string key)
    {
        await using StoredObject? read = await store.GetAsync(key, null, Token);
        return await TextAsync(read!);
    }

    private static async Task<string> TextAsync(StoredObject read)
    {
        using var reader = new StreamReader(read.Content, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }
}
