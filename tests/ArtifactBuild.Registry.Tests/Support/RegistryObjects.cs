using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>The objects of a registry, looked at and tampered with behind its back, whatever store they lie in.</summary>
internal sealed class RegistryObjects(IObjectStore store, ObjectAges ages) : IAsyncDisposable
{
    /// <summary>The keys that begin with a text, in order.</summary>
    public async Task<string[]> KeysAsync(string prefix = "") =>
        [.. (await store.ListAsync(prefix, CancellationToken.None).ToListAsync()).Select(info => info.Key).Order(StringComparer.Ordinal)];

    public async Task<bool> ExistsAsync(string key) => await store.HeadAsync(key, CancellationToken.None) is not null;

    /// <summary>Writes an object, whatever is there now.</summary>
    public async Task WriteAsync(string key, string content)
    {
        ObjectInfo? present = await store.HeadAsync(key, CancellationToken.None);
        await PutAsync(key, content, present is null ? PutCondition.IfAbsent : PutCondition.IfMatch(present.ETag));
    }

    /// <summary>Changes an object of JSON as a hand may do it: without the field that guards against damage.</summary>
    public async Task EditAsync(string key, Action<JsonNode> edit)
    {
        (JsonNode json, string etag) = await ReadAsync(key);
        edit(json);
        json.AsObject().Remove("check");
        await PutAsync(key, json.ToJsonString(), PutCondition.IfMatch(etag));
    }

    /// <summary>Deletes the objects whose keys begin with a text.</summary>
    public async Task DeleteAsync(string prefix)
    {
        foreach (string key in await KeysAsync(prefix))
            Assert.IsTrue(await store.DeleteAsync(key, null, CancellationToken.None), key);
    }

    /// <summary>Makes the objects older whose keys begin with a text, for who opens the registry from now on.</summary>
    public async Task AgeAsync(TimeSpan age, string prefix = "")
    {
        await foreach (ObjectInfo info in store.ListAsync(prefix, CancellationToken.None))
            ages.Add(info, age);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<(JsonNode Json, string ETag)> ReadAsync(string key)
    {
        await using StoredObject found = await store.GetAsync(key, null, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no object “{key}”.");
        return ((await JsonNode.ParseAsync(found.Content))!, found.Info.ETag);
    }

    private async Task PutAsync(string key, string content, PutCondition condition)
    {
        var bytes = UploadSource.Of(Encoding.UTF8.GetBytes(content));
        Assert.IsNotNull(await store.PutAsync(key, bytes, condition, CancellationToken.None), $"Somebody else wrote “{key}”.");
    }
}
