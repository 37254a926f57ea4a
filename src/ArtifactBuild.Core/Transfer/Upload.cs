using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registries;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Transfer;

/// <summary>Sends the bytes of a draft and its manifest to a store; what the store has is not sent again.</summary>
internal sealed class Upload(RegistryContext context)
{
    private int _sentFiles;
    private long _sentBytes;

    public int SentFiles => _sentFiles;

    public long SentBytes => _sentBytes;

    /// <summary>The SHA-256 of the manifest that was stored.</summary>
    public Sha256Digest Manifest { get; private set; }

    /// <param name="manifest">The draft's entries.</param>
    /// <param name="newest">The manifest of the newest version: its blobs are there for certain.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task SendAsync(Manifest manifest, Sha256Digest? newest, CancellationToken cancellationToken)
    {
        HashSet<Sha256Digest> known = newest is Sha256Digest digest
            ? await BlobsOfAsync(digest, cancellationToken).ConfigureAwait(false)
            : [];
        ManifestEntry[] missing = [.. manifest.Entries
            .Where(entry => !entry.IsReference && !known.Contains(entry.Sha256!.Value))
            .DistinctBy(entry => entry.Sha256)];
        var options = new ParallelOptions { MaxDegreeOfParallelism = context.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, options, SendBlobAsync).ConfigureAwait(false);
        await SendManifestAsync(manifest.ToJson(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<Sha256Digest>> BlobsOfAsync(Sha256Digest manifest, CancellationToken cancellationToken)
    {
        var content = new PinnedContent(context, manifest, "the newest version", allowRegistry: true);
        Manifest read = await content.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return [.. read.Entries.Where(entry => entry.Sha256 is not null).Select(entry => entry.Sha256!.Value)];
    }

    private async ValueTask SendBlobAsync(ManifestEntry entry, CancellationToken cancellationToken)
    {
        Sha256Digest digest = entry.Sha256!.Value;
        string key = RegistryLayout.Blob(digest);
        if (await context.Store.HeadAsync(key, cancellationToken).ConfigureAwait(false) is ObjectInfo present)
        {
            if (present.Size == entry.Size)
                return;
            throw new ArtifactException(
                ArtifactCodes.SizeMismatch,
                $"The registry's object “{key}” has {present.Size} bytes instead of {entry.Size}. It is damaged; restore it from a backup, or delete it and log again.");
        }

        if (entry.LocalPath is null)
        {
            throw new ArtifactException(
                ArtifactCodes.ObjectMissing,
                $"The registry {context.Store.Address} lacks the bytes of “{entry.Path}”, and the draft does not hold them. Add the file again.");
        }

        var content = new HashingReadStream(OpenSource(entry), digest, entry.Size!.Value, entry.LocalPath);
        await using (content.ConfigureAwait(false))
        {
            ObjectInfo? stored = await context.Store
                .PutAsync(key, content, entry.Size.Value, PutCondition.IfAbsent, cancellationToken).ConfigureAwait(false);
            if (stored is null)
                return;
        }

        Interlocked.Increment(ref _sentFiles);
        Interlocked.Add(ref _sentBytes, entry.Size.Value);
    }

    private static FileStream OpenSource(ManifestEntry entry)
    {
        try
        {
            return SequentialFile.OpenRead(entry.LocalPath!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactException(
                ArtifactCodes.SourceChanged,
                $"{entry.LocalPath} could not be read again for “{entry.Path}”: {e.Message} Log again, or add it with the mutable policy.",
                e);
        }
    }

    private async Task SendManifestAsync(byte[] json, CancellationToken cancellationToken)
    {
        Manifest = Sha256Digest.Of(json);
        using var content = new MemoryStream(json);
        await context.Store
            .PutAsync(RegistryLayout.Manifest(Manifest), content, json.Length, PutCondition.IfAbsent, cancellationToken)
            .ConfigureAwait(false);
    }
}
