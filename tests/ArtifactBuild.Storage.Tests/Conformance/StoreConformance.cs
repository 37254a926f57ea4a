using System.Text;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Conformance;

/// <summary>What a registry asks of every object store. Each store's class says where its stores lie.</summary>
public abstract partial class StoreConformance
{
    private const int MiB = 1024 * 1024;

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
        await Parallel.ForEachAsync(keys, async (key, token) => await Store.DeleteAsync(key, null, token));
        await _store.DisposeAsync();
    }

    private protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private protected Task<ObjectInfo?> PutAsync(string key, string text, PutCondition condition) =>
        Store.PutAsync(key, ObjectContent.Of(Bytes(text)), condition, Token);

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

    /// <summary>Nothing is to be seen of an object, nothing is left of its upload, and its name is free.</summary>
    private protected async Task AssertNothingStoredAsync(string key)
    {
        Assert.IsNull(await Store.HeadAsync(key, Token), "it looks as if it were there");
        Assert.IsNull(await Store.GetAsync(key, null, Token), "it can be read");
        Assert.IsEmpty(await KeysAsync(""));
        string[] left = await Home.LeftoversAsync(Address);
        Assert.IsEmpty(left, "what is left: " + string.Join(", ", left));
        await CreateAsync(key, "its name is free");
        Assert.AreEqual("its name is free", await TextAsync(key));
    }

    // Stores give the same time in several precisions.
    private protected static void AssertSame(ObjectInfo expected, ObjectInfo? actual)
    {
        Assert.IsNotNull(actual);
        Assert.AreEqual(expected with { LastModified = default }, actual with { LastModified = default });
        Assert.AreEqual(TimeSpan.Zero, actual.LastModified.Offset);
        Assert.IsLessThanOrEqualTo(TimeSpan.FromSeconds(1), (expected.LastModified - actual.LastModified).Duration());
    }
}
