using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Azure.Access;
using ArtifactBuild.Storage.Azure.Blobs;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Azure.References;

/// <summary>References to a blob, or to every blob below a folder. The digest is the blob's ETag, as in W&amp;B.</summary>
/// <param name="options">How Azure is used.</param>
/// <param name="connection">Makes the requests; disposed with the handler.</param>
internal sealed class AzureReferences(RemoteOptions options, AzureConnection connection) : RemoteReferences<BlobUri>(options)
{
    protected override StoreWords Words { get; } = new("blob", "container", "version", BlobUri.Advice, AzureCredentials.Advice);

    public override void Dispose()
    {
        connection.Dispose();
        base.Dispose();
    }

    protected override BlobUri Parse(string uri) => BlobUri.Parse(uri);

    protected override BlobUri? ParseLogged(string uri)
    {
        try
        {
            return BlobUri.Parse(uri) is { Blob.Length: > 0 } parts ? parts : null;
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    protected override async Task<RemoteObject?> HeadOnceAsync(BlobUri uri, CancellationToken cancellationToken) =>
        !uri.IsFolder
        && await Open(uri).HeadAsync(uri.Blob, uri.VersionId, cancellationToken).ConfigureAwait(false) is BlobState found
            ? InfoOf(found, found.IsFolder)
            : null;

    protected override async Task<RemotePage> ListOnceAsync(BlobUri uri, PageRequest request, CancellationToken cancellationToken)
    {
        BlobPage page = await Open(uri)
            .ListAsync(request.Prefix, request.Next, request.WithVersions, cancellationToken).ConfigureAwait(false);
        // The second kind of mark is that of tools which know folders by their names alone.
        return new RemotePage(
            [.. page.Blobs.Select(blob => InfoOf(blob, blob.IsFolder || (blob.Info.Key.EndsWith('/') && blob.Info.Size == 0)))], page.Next);
    }

    protected override async Task<OpenAnswer> OpenOnceAsync(BlobUri uri, string? digest, BrokenBody? broken, IdleWatch watch)
    {
        BlobContainer container = Open(uri);
        ByteRange? range = broken is null ? null : new ByteRange(broken.Position, broken.Info.Size!.Value - broken.Position);
        OpenedBlob opened = await container.OpenAsync(uri.Blob, range, digest, uri.VersionId, watch.Token).ConfigureAwait(false);
        if (opened.Object is StoredObject blob)
            return new OpenedObject(InfoOf(new BlobState(blob.Info, uri.VersionId, IsFolder: false), isMark: false), blob.Content, CheckOf(opened));
        watch.Touch();
        // A condition that does not hold may mean that nothing is there at all.
        return opened.IsAnother && await container.HeadAsync(uri.Blob, uri.VersionId, watch.Token).ConfigureAwait(false) is not null
            ? OpenAnswer.Another
            : OpenAnswer.Missing;
    }

    protected override StoreFailure? Explain(Exception e) => BlobFailures.Explain(e);

    // Whatever a manifest names gets no key and no signature that was not given for that account.
    private BlobContainer Open(BlobUri uri) => connection.Open(uri.Account, uri.Container, isTrusted: false);

    // Blobs that were written in one request have an MD5, and those of writers that sent one along.
    private static Md5Check? CheckOf(OpenedBlob opened) => opened.ContentMd5 is byte[] md5 ? new Md5Check(md5) : null;

    private static RemoteObject InfoOf(BlobState blob, bool isMark) => new(blob.Info.Key, blob.Info.ETag, blob.Info.Size)
    {
        ETag = blob.Info.ETag,
        VersionId = blob.VersionId,
        Role = isMark ? ObjectRole.Folder : ObjectRole.Content,
    };
}
