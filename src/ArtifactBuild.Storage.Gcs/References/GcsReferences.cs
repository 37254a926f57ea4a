using System.Globalization;
using ArtifactBuild.Content;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary><c>gs:</c> references to an object, or to every object below a folder. An object that was stored compressed stays so.</summary>
/// <param name="options">How requests are tried again.</param>
/// <param name="connection">Sends them; disposed with the handler.</param>
internal sealed class GcsReferences(RemoteOptions options, GcsConnection connection) : RemoteReferences<GcsReferenceUri>(options)
{
    protected override StoreWords Words { get; } =
        new("object", "bucket", "generation", GcsReferenceUri.Advice, GcsCredentials.Advice);

    protected override bool EveryObjectHasVersion => true;

    public override void Dispose()
    {
        connection.Dispose();
        base.Dispose();
    }

    protected override GcsReferenceUri Parse(string uri) => GcsReferenceUri.Parse(uri);

    protected override GcsReferenceUri? ParseLogged(string uri) => GcsReferenceUri.Split(uri) is { Object.Length: > 0 } parts ? parts : null;

    protected override async Task<RemoteObject?> HeadOnceAsync(GcsReferenceUri uri, CancellationToken cancellationToken) =>
        uri.Object.Length > 0
        && await BucketOf(uri).FindAsync(uri.Object, GenerationOf(uri), cancellationToken).ConfigureAwait(false) is GcsObject found
            ? InfoOf(found)
            : null;

    protected override async Task<RemotePage> ListOnceAsync(GcsReferenceUri uri, PageRequest request, CancellationToken cancellationToken)
    {
        GcsPage page = await BucketOf(uri)
            .ListAsync(request.Prefix, request.Next, int.MaxValue, request.WithVersions, cancellationToken).ConfigureAwait(false);
        return new RemotePage([.. page.Items.Select(InfoOf)], page.NextPageToken);
    }

    protected override async Task<OpenAnswer> OpenOnceAsync(GcsReferenceUri uri, string? digest, BrokenBody? broken, IdleWatch watch)
    {
        GcsBucket bucket = BucketOf(uri);
        // A generation is one content for ever; its ETag is none of it, because it changes with the metadata.
        long? generation = GenerationOf(uri);
        GcsObject? found = null;
        if (generation is null)
        {
            found = await bucket.FindAsync(uri.Object, null, watch.Token).ConfigureAwait(false);
            if (found is null)
                return OpenAnswer.Missing;
            if (found.ETag != digest)
                return OpenAnswer.Another;
            generation = found.Generation;
            watch.Touch();
        }

        string state = string.Create(CultureInfo.InvariantCulture, $"generation={generation}");
        ByteRange? range = broken is null ? null : new ByteRange(broken.Position, broken.Info.Size!.Value - broken.Position);
        GcsMedia? media = await bucket.OpenAsync(uri.Object, range, state, watch.Token).ConfigureAwait(false);
        if (media?.Content is not Stream body)
            return OpenAnswer.Missing;
        watch.Touch();
        try
        {
            found = media.Info ?? found ?? await bucket.FindAsync(uri.Object, generation, watch.Token).ConfigureAwait(false);
            if (found is null)
                return OpenAnswer.Missing;
            var opened = new OpenedObject(InfoOf(found), body, found.Crc32c is string checksum ? new Crc32CCheck(checksum) : null);
            body = Stream.Null;
            return opened;
        }
        finally
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override StoreFailure? Explain(Exception e) => GcsFailures.Explain(e);

    private GcsBucket BucketOf(GcsReferenceUri uri) => new(connection, uri.Bucket);

    private static long? GenerationOf(GcsReferenceUri uri) =>
        uri.VersionId is string version ? long.Parse(version, CultureInfo.InvariantCulture) : null;

    // W&B skips the objects that the console shows as folders. The ETag is the digest alone.
    private static RemoteObject InfoOf(GcsObject found) => new(found.Name, found.ETag, found.Size)
    {
        VersionId = found.Generation.ToString(CultureInfo.InvariantCulture),
        Role = found.Name.EndsWith('/') ? ObjectRole.Ignored : ObjectRole.Content,
    };
}
