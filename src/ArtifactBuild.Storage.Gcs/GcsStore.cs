using System.Net.Mime;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Gcs.Uploads;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs;

/// <summary>A registry in Google Cloud Storage.</summary>
internal sealed class GcsStore : RemoteStore
{
    /// <summary>What every object is, so that nothing on the way takes it for text.</summary>
    public const string ContentType = MediaTypeNames.Application.Octet;

    private const string Absent = "ifGenerationMatch=0";

    private readonly GcsConnection _connection;
    private readonly GcsBucket _bucket;
    private bool _bucketIsThere;

    /// <param name="address">The address.</param>
    /// <param name="options">How the store is used.</param>
    /// <param name="connection">Sends requests; disposed with the store.</param>
    public GcsStore(GcsAddress address, RemoteOptions options, GcsConnection connection)
        : base(address.ToString(), address.Prefix, options)
    {
        _connection = connection;
        _bucket = new GcsBucket(connection, address.Bucket);
    }

    protected override string CredentialsAdvice => GcsCredentials.Advice;

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<ObjectInfo?> HeadOnceAsync(string name, CancellationToken cancellationToken) =>
        (await FindAsync(name, cancellationToken).ConfigureAwait(false))?.ToInfo();

    // The generation alone: a touch in the middle of a long read leaves the bytes as they are.
    protected override async Task<StoredObject?> GetOnceAsync(string name, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        string? state = null;
        if (ifMatch is not null)
        {
            if (GcsETag.Parse(ifMatch) is not GcsETag etag)
                return null;
            state = ConditionOn(etag.Generation);
        }

        GcsMedia? media = range is { Length: 0 }
            ? new GcsMedia(null, null)
            : await _bucket.OpenAsync(name, range, state, cancellationToken).ConfigureAwait(false);
        if (media is null)
        {
            await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        return media is { Info: GcsObject info, Content: Stream content }
            ? new StoredObject(info.ToInfo(), content)
            : await CompleteAsync(name, range, state, media, cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<ObjectInfo?> PutOnceAsync(string name, UploadSource content, PutCondition condition, IdleWatch watch)
    {
        if (ConditionOf(condition) is not string query)
            return null;
        GcsNewObject resource = await DescribeAsync(name, content, watch).ConfigureAwait(false);
        using Stream body = watch.Follow(content.Open());
        GcsObject? stored = await _bucket
            .InsertAsync(resource, query, new ContentReader(body), content.Length, watch.Token).ConfigureAwait(false);
        _bucketIsThere = true;
        return stored?.ToInfo();
    }

    protected override async Task<PartUpload> BeginPartsAsync(
        string name, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        // The checksum is only known when all is sent; it goes with the last bytes.
        var resource = new GcsNewObject(name, ContentType, content.Md5, null);
        string? query = ConditionOf(condition);
        UploadSession? session = query is null
            ? null
            : await _bucket.BeginAsync(resource, query, content.Length, cancellationToken).ConfigureAwait(false);
        return new GcsUpload(_bucket, resource, query ?? Absent, content, PartSizeOf(content.Length), session);
    }

    protected override async Task<bool> TouchOnceAsync(string name, string ifMatch, CancellationToken cancellationToken) =>
        GcsETag.Parse(ifMatch) is GcsETag etag
        && await IsDoneAsync(_bucket.TouchAsync(name, etag.ToQuery(), cancellationToken), cancellationToken).ConfigureAwait(false);

    protected override async Task<bool> DeleteOnceAsync(string name, string? ifMatch, CancellationToken cancellationToken)
    {
        string? condition = null;
        if (ifMatch is not null && (condition = GcsETag.Parse(ifMatch)?.ToQuery()) is null)
            return false;
        return await IsDoneAsync(_bucket.DeleteAsync(name, condition, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    protected override async Task<ListPage> ListOnceAsync(string start, string? next, CancellationToken cancellationToken)
    {
        GcsPage page = await _bucket.ListAsync(start, next, int.MaxValue, withVersions: false, cancellationToken).ConfigureAwait(false);
        // Consoles mark folders by empty objects with a slash at the end, which no key has.
        return new ListPage([.. page.Items.Where(item => !item.Name.EndsWith('/')).Select(item => item.ToInfo())], page.NextPageToken);
    }

    protected override StoreFailure? Explain(Exception e) => GcsFailures.Explain(e);

    private static string? ConditionOf(PutCondition condition) =>
        condition.ETag is string etag ? GcsETag.Parse(etag)?.ToQuery() : Absent;

    private static string ConditionOn(long generation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ifGenerationMatch={generation}");

    /// <summary>The metadata that goes before the bytes. A digest is in it, so the server refuses other bytes.</summary>
    private static async Task<GcsNewObject> DescribeAsync(string name, UploadSource content, IdleWatch watch)
    {
        if (content.Md5 is string md5)
            return new GcsNewObject(name, ContentType, md5, null);
        // What is sent whole has 32 MiB at the most, and mostly lies in memory.
        using Stream bytes = watch.Follow(content.Open());
        var reader = new ContentReader(bytes);
        await reader.CopyAsync(null, content.Length, watch.Token).ConfigureAwait(false);
        return new GcsNewObject(name, ContentType, null, reader.Checksum.Text);
    }

    /// <summary>
    /// Opens what one request could not: a range without bytes, and an object whose headers something in between took away.
    /// </summary>
    private async Task<StoredObject?> CompleteAsync(
        string name, ByteRange? range, string? state, GcsMedia media, CancellationToken cancellationToken)
    {
        if (media.Content is Stream nameless)
            await nameless.DisposeAsync().ConfigureAwait(false);
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not GcsObject info || (state is not null && state != ConditionOn(info.Generation)))
            return null;
        if (media.Content is null)
            return new StoredObject(info.ToInfo(), Stream.Null);
        GcsMedia? again = await _bucket.OpenAsync(name, range, ConditionOn(info.Generation), cancellationToken).ConfigureAwait(false);
        return again?.Content is Stream content
            ? new StoredObject(info.ToInfo(), content)
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreUnavailable, "the object changed.", IsTransient: true));
    }

    private async Task<GcsObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        GcsObject? found = await _bucket.FindAsync(name, null, cancellationToken).ConfigureAwait(false);
        if (found is null)
            await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
        else
            _bucketIsThere = true;
        return found;
    }

    private async Task<bool> IsDoneAsync(Task<bool?> request, CancellationToken cancellationToken)
    {
        bool? done = await request.ConfigureAwait(false);
        if (done is null)
            await EnsureBucketAsync(cancellationToken).ConfigureAwait(false);
        return done == true;
    }

    /// <summary>Tells a missing bucket from a missing object, which the server does not: by one list in the life of a store.</summary>
    private async Task EnsureBucketAsync(CancellationToken cancellationToken)
    {
        if (_bucketIsThere)
            return;
        try
        {
            await _bucket.ListAsync("", null, 1, withVersions: false, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e) when (e.Failure.Code == ArtifactCodes.StoreDenied)
        {
            // Who may not list can still read, and hears of what is missing from the object.
        }

        _bucketIsThere = true;
    }
}
