using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

/// <summary>A store that does what another one does.</summary>
internal abstract class DelegatingStore(IObjectStore inner) : IObjectStore
{
    public string Address => inner.Address;

    public virtual Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => inner.HeadAsync(key, cancellationToken);

    public virtual Task<StoredObject?> GetAsync(string key, ByteRange? range, CancellationToken cancellationToken) =>
        inner.GetAsync(key, range, cancellationToken);

    public virtual Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, condition, cancellationToken);

    public virtual Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken) =>
        inner.TouchAsync(key, ifMatch, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(string key, string? ifMatch, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, ifMatch, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
