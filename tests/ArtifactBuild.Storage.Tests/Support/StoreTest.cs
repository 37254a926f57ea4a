using System.Text;
using ArtifactBuild.Content;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Tests that have an empty store each. A class for each store says where it lies.</summary>
public abstract class StoreTest
{
    private protected const int MiB = 1024 * 1024;

    private IObjectStore? _store;

    public TestContext TestContext { get; set; } = null!;

    private protected abstract StoreHome Home { get; }

    private protected CancellationToken Token => TestContext.CancellationToken;

    /// <summary>The address of this test's own store, which was empty when it began.</summary>
    private protected string Address { get; private set; } = "";

    private protected IObjectStore Store => _store!;

    [TestInitialize]
    public async Task OpenStoreAsync()
    {
        Address = await Home.NewAddressAsync();
        _store = await Home.OpenAsync(Address);
    }

    [TestCleanup]
    public async Task CloseStoreAsync()
    {
        if (_store is null)
            return;
        // The servers keep everything in memory.
        string[] keys = await KeysAsync("");
        await Parallel.ForEachAsync(keys, async (key, token) => await _store.DeleteAsync(key, null, token));
        await _store.DisposeAsync();
    }

    private protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private protected Task<ObjectInfo?> PutAsync(string key, string text, PutCondition condition) =>
        Store.PutAsync(key, UploadSource.Of(Bytes(text)), condition, Token);

    /// <summary>Makes an object that must not be there yet.</summary>
    private protected async Task<ObjectInfo> CreateAsync(string key, string text)
    {
        ObjectInfo? created = await PutAsync(key, text, PutCondition.IfAbsent);
        Assert.IsNotNull(created, $"“{key}” is there already");
        return created;
    }

    private protected async Task<ObjectInfo> HeadAsync(string key)
    {
        ObjectInfo? info = await Store.HeadAsync(key, Token);
        Assert.IsNotNull(info, $"there is no “{key}”");
        return info;
    }

    private protected async Task<string> TextAsync(string key, ByteRange? range = null)
    {
        await using StoredObject? read = await Store.GetAsync(key, range, Token);
        Assert.IsNotNull(read, $"there is no “{key}”");
        return await TextAsync(read);
    }

    private protected static async Task<string> TextAsync(StoredObject read)
    {
        using var reader = new StreamReader(read.Content, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }

    private protected async Task<ObjectInfo[]> ListAsync(string prefix)
    {
        var all = new List<ObjectInfo>();
        await foreach (ObjectInfo info in Store.ListAsync(prefix, Token))
            all.Add(info);
        return [.. all];
    }

    private protected async Task<string[]> KeysAsync(string prefix) => [.. (await ListAsync(prefix)).Select(info => info.Key)];

    /// <summary>Nothing is to be seen of an object, nothing is left of its upload, and another upload can have its name.</summary>
    /// <remarks>One of the same size: to Azurite, blocks that are left hold the name against everything but other blocks.</remarks>
    private protected async Task AssertNothingStoredAsync(string key, long size)
    {
        Assert.IsNull(await Store.HeadAsync(key, Token), "it looks as if it were there");
        Assert.IsNull(await Store.GetAsync(key, null, Token), "it can be read");
        Assert.IsEmpty(await KeysAsync(""));
        string[] left = await Home.LeftoversAsync(Address);
        Assert.IsEmpty(left, "what is left: " + string.Join(", ", left));
        var content = new GeneratedContent(77, size);
        Assert.IsNotNull(await Store.PutAsync(key, content, PutCondition.IfAbsent, Token), "its name is not free");
        await using StoredObject? read = await Store.GetAsync(key, null, Token);
        await content.AssertSameAsync(read!.Content);
    }

    /// <summary>Starts writers together, half of them through another store.</summary>
    private protected async Task<ObjectInfo?[]> RaceAsync(
        int writers, IObjectStore other, string key, PutCondition condition, Func<int, UploadSource> content)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ObjectInfo?>[] race = [.. Enumerable.Range(0, writers).Select(async writer =>
        {
            await start.Task;
            return await (writer % 2 == 0 ? Store : other).PutAsync(key, content(writer), condition, Token);
        })];
        start.SetResult();
        return await Task.WhenAll(race);
    }

    private protected static int SingleWinner(ObjectInfo?[] results)
    {
        Assert.AreEqual(1, results.Count(result => result is not null), "the number of winners");
        return Array.FindIndex(results, result => result is not null);
    }

    // Stores give the same time in several precisions.
    private protected static void AssertSame(ObjectInfo expected, ObjectInfo? actual)
    {
        Assert.IsNotNull(actual);
        Assert.AreEqual(expected with { LastModified = default }, actual with { LastModified = default });
        Assert.AreEqual(TimeSpan.Zero, actual.LastModified.Offset);
        Assert.IsLessThanOrEqualTo(TimeSpan.FromMinutes(1), (expected.LastModified - actual.LastModified).Duration());
    }
}
