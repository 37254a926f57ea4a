using System.Collections.Concurrent;
using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Testing.Registries;

/// <summary>A store that writes down every call, and lets a test come in between.</summary>
internal sealed class WatchedStore(IObjectStore inner) : IObjectStore
{
    private readonly ConcurrentQueue<StoreCall> _calls = new();

    public string Address => inner.Address;

    /// <summary>Every call so far, in the order in which they came in.</summary>
    public IReadOnlyList<StoreCall> Calls => [.. _calls];

    /// <summary>Happens before a call is carried out.</summary>
    public Func<StoreCall, CancellationToken, Task>? Before { get; set; }

    /// <summary>Takes the place of a body that is read.</summary>
    public Func<StoreCall, Stream, Stream>? Body { get; set; }

    /// <summary>Takes the place of a content that is written.</summary>
    public Func<StoreCall, UploadSource, UploadSource>? Content { get; set; }

    /// <summary>Happens when a write was carried out, and says what the caller hears.</summary>
    public Func<StoreCall, ObjectInfo?, Task<ObjectInfo?>>? AfterPut { get; set; }

    public void Forget() => _calls.Clear();

    /// <summary>The chunks that were asked for, in ascending order.</summary>
    public int[] FetchedChunks() => [.. Calls.Where(call => call.IsFetch).Select(call => call.Chunk).Order()];

    /// <summary>The chunks of one content that were asked for, in ascending order.</summary>
    public int[] FetchedChunks(string sha256) => [.. Calls.Where(call => call.IsFetchOf(sha256)).Select(call => call.Chunk).Order()];

    /// <summary>The calls of the contents of files, as <c>verb verb …</c>.</summary>
    public string BlobVerbs(string sha256) => string.Join(
        ' ', Calls.Where(call => call.Key == $"blobs/sha256/{sha256[..2]}/{sha256[2..]}").Select(call => call.Verb));

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        await NoteAsync(new StoreCall("head", key), cancellationToken);
        return await inner.HeadAsync(key, cancellationToken);
    }

    public async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        StoreCall call = await NoteAsync(new StoreCall("get", key, range), cancellationToken);
        StoredObject? found = await inner.GetAsync(key, range, cancellationToken);
        return found is null || Body is null ? found : new StoredObject(found.Info, Body(call, found.Content));
    }

    public async Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        StoreCall call = await NoteAsync(new StoreCall("put", key), cancellationToken);
        ObjectInfo? stored = await inner.PutAsync(key, Content?.Invoke(call, content) ?? content, condition, cancellationToken);
        return AfterPut is null ? stored : await AfterPut(call, stored);
    }

    public async Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken)
    {
        await NoteAsync(new StoreCall("touch", key), cancellationToken);
        return await inner.TouchAsync(key, ifMatch, cancellationToken);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public async Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken)
    {
        await NoteAsync(new StoreCall("delete", key), cancellationToken);
        return await inner.DeleteAsync(key, ifMatch, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<StoreCall> NoteAsync(StoreCall call, CancellationToken cancellationToken)
    {
        _calls.Enqueue(call);
        if (Before is not null)
            await Before(call, cancellationToken);
        return call;
    }
}
