using ArtifactBuild.Testing;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Stores in folders.</summary>
internal sealed class FolderHome : StoreHome
{
    private readonly Lazy<TemporaryDirectory> _parent = new(() => new TemporaryDirectory());
    private int _places;

    public override Task<string> NewAddressAsync() => Task.FromResult(_parent.Value[$"store{Interlocked.Increment(ref _places)}"]);

    public override Task<IObjectStore> OpenAsync(string address, RemoteOptions? options = null) =>
        Task.FromResult(ObjectStores.Open(address, options ?? Quick));

    // A file that is no object, but for the locks, which stay.
    public override Task<string[]> LeftoversAsync(string address)
    {
        string scratch = Path.Combine(address, ".tmp");
        return Task.FromResult<string[]>(Directory.Exists(scratch)
            ? [.. Directory.EnumerateFiles(scratch, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != ".lock")]
            : []);
    }

    public override ValueTask DisposeAsync()
    {
        if (_parent.IsValueCreated)
            _parent.Value.Dispose();
        return ValueTask.CompletedTask;
    }
}
