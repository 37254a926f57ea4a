using System.Globalization;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Gcs.Uploads;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.References;

/// <summary>How copying a reference's content ended.</summary>
internal enum CopyResult
{
    /// <summary>The right bytes were copied.</summary>
    Copied,

    /// <summary>There is no such object.</summary>
    Missing,

    /// <summary>There is another content.</summary>
    Different,
}

/// <summary>The content that a reference leads to, as it is stored: an object that was stored compressed stays so.</summary>
internal sealed class GcsReferenceContent(GcsBucket bucket, string name, RemoteOptions options, Retry retry)
{
    /// <summary>Copies it to a stream.</summary>
    /// <param name="entry">What was logged.</param>
    /// <param name="generation">The generation that was logged, if it was.</param>
    /// <param name="destination">The stream.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CopyResult> CopyAsync(ManifestEntry entry, long? generation, Stream destination, CancellationToken cancellationToken)
    {
        // A generation is one content for ever; its ETag is none of it, because it changes with the metadata.
        GcsMedia? media = generation is long logged ? await OpenAsync(logged, null, cancellationToken).ConfigureAwait(false) : null;
        if (media is null)
        {
            GcsObject? present = await RunAsync(watch => bucket.FindAsync(name, null, watch.Token), cancellationToken).ConfigureAwait(false);
            if (present is null)
                return CopyResult.Missing;
            if (present.ETag != entry.Digest)
                return CopyResult.Different;
            generation = present.Generation;
            media = await OpenAsync(present.Generation, null, cancellationToken).ConfigureAwait(false);
            if (media is null)
                return CopyResult.Missing;
        }

        Stream first = media.Content!;
        await using var closing = first.ConfigureAwait(false);
        GcsObject? info = media.Info
            ?? await RunAsync(watch => bucket.FindAsync(name, generation, watch.Token), cancellationToken).ConfigureAwait(false);
        if (info is null)
            return CopyResult.Missing;
        if (entry.Size is long size && size != info.Size)
            return CopyResult.Different;
        var whole = new ResumingStream(first, info.Size, (from, token) => ReopenAsync(generation!.Value, from, info.Size, token), options, () => { });
        await using (whole.ConfigureAwait(false))
        {
            var bytes = new ContentReader(whole);
            await bytes.CopyAsync(destination, info.Size, cancellationToken).ConfigureAwait(false);
            return info.Crc32c is null || info.Crc32c == bytes.Checksum.Text ? CopyResult.Copied : CopyResult.Different;
        }
    }

    private async Task<Stream> ReopenAsync(long generation, long from, long size, CancellationToken cancellationToken) =>
        (await OpenAsync(generation, new ByteRange(from, size - from), cancellationToken).ConfigureAwait(false))?.Content
            ?? throw new StoreFailureException(new StoreFailure(Diagnostics.ArtifactCodes.StoreAccess, "the object was deleted while it was read."));

    private Task<GcsMedia?> OpenAsync(long generation, ByteRange? range, CancellationToken cancellationToken)
    {
        string state = string.Create(CultureInfo.InvariantCulture, $"generation={generation}");
        return RunAsync(watch => bucket.OpenAsync(name, range, state, watch.Token), cancellationToken);
    }

    private Task<T> RunAsync<T>(Func<IdleWatch, Task<T>> attempt, CancellationToken cancellationToken) =>
        retry.RunAsync(attempt, GcsFailures.Explain, cancellationToken);
}
