using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>Sends the bytes of a draft and its manifest to a store; what the store has is not sent again.</summary>
internal sealed class Upload(RegistryContext context)
{
    private const long AskFirst = 256 * 1024;

    private readonly HashSet<Sha256Digest> _present = [];
    private readonly ProgressMeter _meter = new(context.Progress);
    private int _sentFiles;
    private long _sentBytes;

    public int SentFiles => _sentFiles;

    public long SentBytes => _sentBytes;

    /// <summary>The SHA-256 of the manifest that was stored.</summary>
    public Sha256Digest Manifest { get; private set; }

    /// <summary>Sends what is missing. May be called again with another manifest; what was sent is not sent again.</summary>
    /// <param name="manifest">The entries of the version to be.</param>
    /// <param name="newest">The entries of the newest version: their blobs are there for certain.</param>
    /// <param name="cancellationToken">Cancels the uploads; blobs that were sent stay in the store until a garbage collection.</param>
    public async Task SendAsync(Manifest manifest, Manifest? newest, CancellationToken cancellationToken)
    {
        foreach (ManifestEntry entry in newest?.Entries ?? [])
        {
            if (entry.Sha256 is Sha256Digest digest)
                _present.Add(digest);
        }

        ManifestEntry[] missing = [.. manifest.Entries
            .Where(entry => entry.HasBlob && !_present.Contains(entry.Blob.Digest))
            .DistinctBy(entry => entry.Sha256)
            .OrderByDescending(entry => entry.StoredSize)];
        _meter.Expect(missing.Length, missing.Sum(entry => entry.Blob.Size));
        var options = new ParallelOptions { MaxDegreeOfParallelism = context.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, options, SendInTurnAsync).ConfigureAwait(false);
        _present.UnionWith(missing.Select(entry => entry.Blob.Digest));
        await SendManifestAsync(manifest.ToJson(), cancellationToken).ConfigureAwait(false);
    }

    // Several logs of one registry share its limit.
    private async ValueTask SendInTurnAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        await context.Sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SendBlobAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Sending.Release();
        }
    }

    private async ValueTask SendBlobAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        string key = RegistryLayout.Blob(entry.Blob.Digest);
        long size = entry.Blob.Size;
        // A small content is sent on the chance that it is new; a large one is worth the question.
        if (size > AskFirst && await IsThereAsync(key, size, cancellationToken).ConfigureAwait(false))
        {
            _meter.Skip(1, size);
            return;
        }

        if (entry.LocalPath is null)
        {
            await EnsureThereAsync(entry, key, size, cancellationToken).ConfigureAwait(false);
            _meter.Skip(1, size);
            return;
        }

        ProgressMeter.SentFile sent = _meter.Send(size);
        var content = new EntryContent(entry, sent.Add);
        do
        {
            if (await context.Store.PutAsync(key, content, PutCondition.IfAbsent, cancellationToken).ConfigureAwait(false) is not null)
            {
                Interlocked.Increment(ref _sentFiles);
                Interlocked.Add(ref _sentBytes, size);
                sent.Finish();
                return;
            }
        }
        while (!await IsThereAsync(key, size, cancellationToken).ConfigureAwait(false));
        sent.GiveUp();
    }

    private async Task EnsureThereAsync(ManifestEntry entry, string key, long size, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(key, size, cancellationToken).ConfigureAwait(false))
        {
            throw new ArtifactException(
                ArtifactCodes.ObjectMissing,
                $"The registry {context.Store.Address} lacks the bytes of “{entry.Path}”, and the draft does not hold them. Add the file again.");
        }
    }

    /// <summary>
    /// Looks for an object and makes it young when it is old, so that a garbage collection which saw nothing refer to it can't
    /// take it before the version that is being logged does.
    /// </summary>
    private async Task<bool> IsThereAsync(string key, long size, CancellationToken cancellationToken)
    {
        while (await context.Store.HeadAsync(key, cancellationToken).ConfigureAwait(false) is ObjectInfo present)
        {
            if (present.Size != size)
            {
                throw new ArtifactException(
                    ArtifactCodes.SizeMismatch,
                    $"The registry's object “{key}” has {present.Size} bytes instead of {size}. It is damaged; restore it from a backup, or delete it and log again.");
            }

            // A touch that fails comes after somebody else's, or after a collection that took the object.
            if (context.Clock.GetUtcNow() - present.LastModified < context.RefreshAge
                || await context.Store.TouchAsync(key, present.ETag, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async Task SendManifestAsync(byte[] json, CancellationToken cancellationToken)
    {
        Manifest = Sha256Digest.Of(json);
        string key = RegistryLayout.Manifest(Manifest);
        if (!await IsThereAsync(key, json.Length, cancellationToken).ConfigureAwait(false))
            await context.Store.PutAsync(key, UploadSource.Of(json), PutCondition.IfAbsent, cancellationToken).ConfigureAwait(false);
    }
}
