using ArtifactBuild.Content;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure;

/// <summary>A registry in Azure Blob Storage. Every object is a block blob.</summary>
internal sealed class AzureStore : RemoteStore
{
    private readonly AzureAddress _address;
    private readonly AzureConnection _connection;
    private BlobContainer? _container;

    /// <param name="address">The address.</param>
    /// <param name="options">How the store is used.</param>
    /// <param name="connection">Makes the requests; disposed with the store.</param>
    public AzureStore(AzureAddress address, RemoteOptions options, AzureConnection connection)
        : base(address.ToString(), address.Prefix, options)
    {
        _address = address;
        _connection = connection;
    }

    protected override string CredentialsAdvice => AzureCredentials.Advice;

    protected override string MissingAdvice => "Check the names of the account and the container; the first log makes the registry, but not the container.";

    // Made at the first request. Two requests at once may make it twice; both are equal, and one is kept.
    private BlobContainer Container => _container ??= _connection.Open(_address.Account, _address.Container, isTrusted: true);

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<ObjectInfo?> HeadOnceAsync(string name, CancellationToken cancellationToken) =>
        (await Container.HeadAsync(name, null, cancellationToken).ConfigureAwait(false))?.Info;

    protected override async Task<StoredObject?> GetOnceAsync(string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken) =>
        (await Container.OpenAsync(name, range, ifMatch, null, cancellationToken).ConfigureAwait(false)).Object;

    protected override Task<ObjectInfo?> PutOnceAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch) =>
        Container.PutAsync(name, content, condition, watch);

    // Nothing has to be asked for: blocks may be sent to any name.
    protected override Task<PartUpload> BeginPartsAsync(
        string name, UploadSource content, PutCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<PartUpload>(new BlockUpload(Container, name, content, PartSizeOf(content.Length)));

    protected override Task<bool> TouchOnceAsync(string name, string ifMatch, CancellationToken cancellationToken) =>
        Container.TouchAsync(name, ifMatch, cancellationToken);

    protected override Task<bool> DeleteOnceAsync(string name, string? ifMatch, CancellationToken cancellationToken) =>
        Container.DeleteAsync(name, ifMatch, cancellationToken);

    protected override async Task<ListPage> ListOnceAsync(string start, string? next, CancellationToken cancellationToken)
    {
        BlobPage page = await Container.ListAsync(start, next, withVersions: false, cancellationToken).ConfigureAwait(false);
        // Accounts with a hierarchical namespace list folders as blobs; the registry has no folders.
        return new ListPage([.. page.Blobs.Where(blob => !blob.IsFolder).Select(blob => blob.Info)], page.Next);
    }

    protected override StoreFailure? Explain(Exception e) => BlobFailures.Explain(e);
}
