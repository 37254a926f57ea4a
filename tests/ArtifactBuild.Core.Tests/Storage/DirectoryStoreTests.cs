using System.Text;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Storage;

/// <summary>What is special to the store in a folder. What every store promises is asked of it with the other ones, in ArtifactBuild.Storage.Tests.</summary>
[TestClass]
public sealed class DirectoryStoreTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public async Task A_folder_is_no_object()
    {
        await using IObjectStore store = Open();
        await PutAsync(store, "a/b", "x", PutCondition.IfAbsent);
        Assert.IsNull(await store.HeadAsync("a", Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.StoreAccess, () => PutAsync(store, "a", "x", PutCondition.IfAbsent));
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
    [DataRow(".tmp/x")]
    [DataRow(".TMP/x")]
    [DataRow(".locks/x")]
    public async Task A_key_that_is_unsafe_or_the_store_s_own_is_refused_and_nothing_is_made(string key)
    {
        await using IObjectStore store = Open();
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => PutAsync(store, key, "x", PutCondition.IfAbsent));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.GetAsync(key, null, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.HeadAsync(key, Token));
        await Codes.AssertThrowsAsync(ArtifactCodes.UnsafePath, () => store.DeleteAsync(key, null, Token));
        Assert.AreEqual("(no folder)", FolderSnapshot.Of(_temporary["store"]));
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

    private async Task<ObjectInfo?> PutAsync(IObjectStore store, string key, string text, PutCondition condition)
    {
        var content = UploadSource.Of(Encoding.UTF8.GetBytes(text));
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
