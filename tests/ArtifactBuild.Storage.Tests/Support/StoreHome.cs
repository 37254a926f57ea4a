using ArtifactBuild.TestServers;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Where the stores of one kind lie while the tests run. A server starts when the first test asks for it.</summary>
internal abstract class StoreHome : IAsyncDisposable
{
    public static FolderHome Folder { get; } = new();

    public static ServerHome Ceph { get; } = new S3Home(TestServerKind.Ceph);

    public static ServerHome Moto { get; } = new S3Home(TestServerKind.Moto);

    public static ServerHome Azurite { get; } = new AzureHome();

    public static ServerHome Gcs { get; } = new GcsHome();

    /// <summary>Options with which a test that fails does so soon. Nothing is idle for so long on a busy machine.</summary>
    public static RemoteOptions Quick { get; } = new()
    {
        MaxAttempts = 4,
        FirstPause = TimeSpan.FromMilliseconds(20),
        MaxPause = TimeSpan.FromSeconds(1),
        IdleTimeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>The address of a store that is empty.</summary>
    public abstract Task<string> NewAddressAsync();

    /// <summary>Opens a store.</summary>
    public abstract Task<IObjectStore> OpenAsync(string address, RemoteOptions? options = null);

    /// <summary>What interrupted uploads have left at an address: names that cost money and that no list of objects shows.</summary>
    public virtual Task<string[]> LeftoversAsync(string address) => Task.FromResult(Array.Empty<string>());

    /// <summary>
    /// Whether the ETag is made of the bytes. Then it comes back with the bytes, and a second touch may bring back the one before the
    /// first: whoever touches must leave what is young alone, as loggers do.
    /// </summary>
    public virtual bool ETagsFollowBytes => false;

    /// <summary>What another process needs to find the store, beside its address.</summary>
    public virtual IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>();

    /// <summary>How often something is tried that takes long on a server.</summary>
    public virtual int Rounds(int rounds) => rounds;

    public abstract ValueTask DisposeAsync();

    public static async Task CloseAllAsync()
    {
        foreach (StoreHome home in (StoreHome[])[Folder, Ceph, Moto, Azurite, Gcs])
            await home.DisposeAsync();
    }
}
