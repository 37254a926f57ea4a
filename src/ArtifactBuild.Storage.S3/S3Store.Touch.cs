using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using ByteRange = ArtifactBuild.Content.ByteRange;

namespace ArtifactBuild.Storage.S3;

// Touching. The ETag of S3 is made of the bytes, so that an object which is copied onto itself keeps it, and a garbage collection
// that listed the object before could still delete it. It changes when the object is made of another number of parts.
internal sealed partial class S3Store
{
    public override async Task<bool> TouchAsync(string key, string ifMatch, CancellationToken cancellationToken)
    {
        ObjectInfo? present = await HeadAsync(key, cancellationToken).ConfigureAwait(false);
        if (present is null || present.ETag != ifMatch)
            return false;
        present = present with { Key = NameOf(key) };
        return CopyLayout.PartSizeOf(present.Size, ifMatch) is long partSize
            ? await CopyAsync(key, present, partSize, cancellationToken).ConfigureAwait(false)
            : await RunAsync(key, watch => RewriteOnceAsync(present, watch), cancellationToken).ConfigureAwait(false);
    }

    protected override Task<bool> TouchOnceAsync(string name, string ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A touch takes several requests.");

    /// <summary>Copies an object onto itself in parts, inside the server.</summary>
    private async Task<bool> CopyAsync(string key, ObjectInfo present, long partSize, CancellationToken cancellationToken)
    {
        string id = await RunAsync(key, watch => BeginAsync(present.Key, watch.Token), cancellationToken).ConfigureAwait(false);
        var parts = new CopiedParts(this, present, id, partSize);
        bool done = false;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Options.MaxConnections, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, parts.Count, options, async (number, token) => await RunAsync(
                key,
                async watch =>
                {
                    await parts.SendAsync(number, parts.RangeOf(number), watch).ConfigureAwait(false);
                    return true;
                },
                token).ConfigureAwait(false)).ConfigureAwait(false);
            if (parts.IsLost)
                return false;
            PutCondition condition = PutCondition.IfMatch(present.ETag);
            done = await RunAsync(key, watch => parts.CompleteAsync(condition, watch.Token), cancellationToken).ConfigureAwait(false) is not null;
            return done;
        }
        finally
        {
            if (!done)
                await AbortAsync(parts, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a small object that was made of one part again, at once.</summary>
    /// <remarks>A copy inside the server would do for Amazon; Ceph keeps the ETag then.</remarks>
    private async Task<bool> RewriteOnceAsync(ObjectInfo present, IdleWatch watch)
    {
        StoredObject? found = await GetOnceAsync(present.Key, null, present.ETag, watch.Token).ConfigureAwait(false);
        if (found is null)
            return false;
        byte[] bytes = new byte[present.Size];
        await using (found.ConfigureAwait(false))
        {
            Stream body = watch.Follow(found.Content);
            await using (body.ConfigureAwait(false))
                await body.ReadExactlyAsync(bytes, watch.Token).ConfigureAwait(false);
        }

        // Bytes that broke on the way must not replace the good ones.
        return ETagOfOnePart(bytes) == present.ETag
            ? await PutOnceAsync(present.Key, UploadSource.Of(bytes), PutCondition.IfMatch(present.ETag), watch).ConfigureAwait(false) is not null
            : await CopyAtOnceAsync(present, watch.Token).ConfigureAwait(false);
    }

    // In a bucket that encrypts with its own keys the ETag is not the MD5 of the bytes, and each copy gets another ETag.
    private async Task<bool> CopyAtOnceAsync(ObjectInfo present, CancellationToken cancellationToken)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = Bucket,
            SourceKey = present.Key,
            DestinationBucket = Bucket,
            DestinationKey = present.Key,
            ETagToMatch = $"\"{present.ETag}\"",
            MetadataDirective = S3MetadataDirective.REPLACE,
        };
        IAmazonS3 client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CopyObjectResponse copy = await client.CopyObjectAsync(request, cancellationToken).ConfigureAwait(false);
            return S3Answer.ETag(copy.ETag) != present.ETag
                ? true
                : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the object can't be given a new ETag."));
        }
        catch (AmazonS3Exception e) when (IsLost(e))
        {
            return false;
        }
    }

    private static string ETagOfOnePart(byte[] bytes)
    {
#pragma warning disable CA5351 // It is S3's rule: the MD5 of the MD5 of each part.
        return Convert.ToHexStringLower(MD5.HashData(MD5.HashData(bytes))) + "-1";
#pragma warning restore CA5351
    }

    /// <summary>An upload whose parts are copies of those of the object itself.</summary>
    private sealed class CopiedParts(S3Store store, ObjectInfo present, string id, long partSize) : PartUpload
    {
        private readonly string[] _etags = new string[Math.Max(1, (present.Size + partSize - 1) / partSize)];

        public int Count => _etags.Length;

        /// <summary>Whether somebody replaced or deleted the object since it was looked at.</summary>
        public bool IsLost { get; private set; }

        public override long PartSize => partSize;

        public override bool InParallel => true;

        public ByteRange RangeOf(int number) => new(number * partSize, Math.Min(partSize, present.Size - (number * partSize)));

        public override async Task SendAsync(int number, ByteRange range, IdleWatch watch) => _etags[number] = range.Length == 0
            // Nothing can be copied of an empty object, and a part may be empty.
            ? await store.PutPartAsync(present.Key, id, number, UploadSource.Of([]), range, watch).ConfigureAwait(false)
            : await CopyAsync(number, range, watch.Token).ConfigureAwait(false);

        public override Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken) =>
            store.CompleteAsync(present.Key, id, _etags, present.Size, condition, cancellationToken);

        public override Task AbortAsync(CancellationToken cancellationToken) => store.AbortAsync(present.Key, id, cancellationToken);

        // The condition is a second lock: some servers do not look at it, and completing has its own.
        private async Task<string> CopyAsync(int number, ByteRange range, CancellationToken cancellationToken)
        {
            var request = new CopyPartRequest
            {
                SourceBucket = store.Bucket,
                SourceKey = present.Key,
                DestinationBucket = store.Bucket,
                DestinationKey = present.Key,
                UploadId = id,
                PartNumber = number + 1,
                ETagToMatch = [$"\"{present.ETag}\""],
            };
            if (range.Length < present.Size)
                (request.FirstByte, request.LastByte) = (range.Offset, range.Offset + range.Length - 1);
            IAmazonS3 client = await store._connection.ClientAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return S3Answer.ETag((await client.CopyPartAsync(request, cancellationToken).ConfigureAwait(false)).ETag);
            }
            catch (AmazonS3Exception e) when (S3Store.IsLost(e))
            {
                IsLost = true;
                return "";
            }
        }
    }
}
