using System.Runtime.CompilerServices;
using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>A store whose objects look as old as the test wants. All else, ETags too, is the store's own.</summary>
internal sealed class AgeingStore(IObjectStore inner, ObjectAges ages) : IObjectStore
{
    public string Address => inner.Address;

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) =>
        await inner.HeadAsync(key, cancellationToken) is ObjectInfo info ? ages.Apply(info) : null;

    public async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        await inner.GetAsync(key, range, cancellationToken) is StoredObject found ? new StoredObject(ages.Apply(found.Info), found.Content) : null;

    public async Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        ObjectInfo? written = await inner.PutAsync(key, content, condition, cancellationToken);
        if (written is not null)
            ages.Forget(key);
        return written;
    }

    public async Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken)
    {
        bool touched = await inner.TouchAsync(key, ifMatch, cancellationToken);
        if (touched)
            ages.Forget(key);
        return touched;
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ObjectInfo info in inner.ListAsync(prefix, cancellationToken))
            yield return ages.Apply(info);
    }

    public Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken) => inner.DeleteAsync(key, ifMatch, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
