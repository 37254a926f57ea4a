using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>A store in front of which something happens: another process comes in between, or the machine crashes.</summary>
internal sealed class InterruptedStore(IObjectStore inner, Func<string, string, Task> before) : IObjectStore
{
    public string Address => inner.Address;

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        await before("head", key);
        return await inner.HeadAsync(key, cancellationToken);
    }

    public async Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        await before("get", key);
        return await inner.GetAsync(key, range, cancellationToken);
    }

    public async Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        await before("put", key);
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public async Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken)
    {
        await before("touch", key);
        return await inner.TouchAsync(key, ifMatch, cancellationToken);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public async Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken)
    {
        await before("delete", key);
        return await inner.DeleteAsync(key, ifMatch, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
