using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage.Remote;

// Writing: small contents in one request, large ones in parts.
internal abstract partial class RemoteStore
{
    private const int MaxParts = 10_000;

    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AbortTimeoutOfCancelled = TimeSpan.FromMilliseconds(700);

    public async Task<ObjectInfo?> PutAsync(string key, UploadSource content, PutCondition condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(condition);
        string name = NameOf(key);
        bool unsure = false;
        ObjectInfo? stored = content.Length > ContentDigests.ChunkThreshold
            ? await PutPartsAsync(key, name, content, condition, () => unsure = true, cancellationToken).ConfigureAwait(false)
            : await RunAsync(
                key,
                watch => NotingAsync(() => PutOnceAsync(name, content, condition, watch), () => unsure = true, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        // The condition may have failed only because an earlier try, whose answer was lost, had succeeded.
        if (stored is null && unsure)
            stored = await FindOwnAsync(key, content, cancellationToken).ConfigureAwait(false);
        return Keyed(key, stored);
    }

    /// <summary>The smallest size of parts that keeps to the number of parts that stores allow.</summary>
    protected static long PartSizeOf(long length)
    {
        long chunks = (length + UploadSource.PartAlignment - 1) / UploadSource.PartAlignment;
        return (chunks + MaxParts - 1) / MaxParts * UploadSource.PartAlignment;
    }

    private async Task<ObjectInfo?> PutPartsAsync(
        string key, string name, UploadSource content, PutCondition condition, Action unsure, CancellationToken cancellationToken)
    {
        PartUpload upload = await RunAsync(
            key, watch => BeginPartsAsync(name, content, condition, watch.Token), cancellationToken).ConfigureAwait(false);
        try
        {
            int count = (int)((content.Length + upload.PartSize - 1) / upload.PartSize);
            var options = new ParallelOptions
            {
                MaxDegreeOfParallelism = upload.InParallel ? Options.MaxConnections : 1,
                CancellationToken = cancellationToken,
            };
            await Parallel.ForAsync(0, count, options, async (number, token) =>
            {
                long offset = number * upload.PartSize;
                var range = new ByteRange(offset, Math.Min(upload.PartSize, content.Length - offset));
                await RunAsync(
                    key,
                    async watch =>
                    {
                        await upload.SendAsync(number, range, watch).ConfigureAwait(false);
                        return true;
                    },
                    token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            ObjectInfo? stored = await RunAsync(
                key,
                watch => NotingAsync(() => upload.CompleteAsync(condition, watch.Token), unsure, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (stored is null)
                await AbortAsync(upload, cancellationToken).ConfigureAwait(false);
            return stored;
        }
        catch
        {
            await AbortAsync(upload, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Throws the parts of an upload away.</summary>
    /// <remarks>Parts that nobody completes cost money; but who cancels does not want to wait for them to go.</remarks>
    protected async Task AbortAsync(PartUpload upload, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(cancellationToken.IsCancellationRequested ? AbortTimeoutOfCancelled : AbortTimeout, Options.Clock);
        try
        {
            await Retry.TryAsync(
                async () =>
                {
                    await upload.AbortAsync(limit.Token).ConfigureAwait(false);
                    return true;
                },
                Explain,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreFailureException)
        {
            // What led here is what the caller hears of; the bucket's own rules clear up.
        }
    }

    /// <summary>The object that is there now, if it has exactly the bytes of a content.</summary>
    private async Task<ObjectInfo?> FindOwnAsync(string key, UploadSource content, CancellationToken cancellationToken)
    {
        StoredObject? present = await GetAsync(key, null, cancellationToken).ConfigureAwait(false);
        if (present is null)
            return null;
        await using (present.ConfigureAwait(false))
        {
            if (present.Info.Size != content.Length)
                return null;
            var whole = new ByteRange(0, content.Length);
            Sha256Digest stored = await StreamDigest.OfAsync(present.Content, cancellationToken).ConfigureAwait(false);
            if (content.Sha256Of(whole) is Sha256Digest known)
                return stored == known ? present.Info : null;
            Stream own = content.Open();
            await using (own.ConfigureAwait(false))
                return stored == await StreamDigest.OfAsync(own, cancellationToken).ConfigureAwait(false) ? present.Info : null;
        }
    }
}
