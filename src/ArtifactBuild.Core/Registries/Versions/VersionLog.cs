using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Versions;

/// <summary>
/// One log of one draft. Blobs, then the manifest, then the version's record, then one compare-and-swap of the head: a crash
/// anywhere before leaves objects that nothing refers to, and nothing else.
/// </summary>
/// <param name="context">The registry.</param>
/// <param name="name">The collection.</param>
/// <param name="entries">The draft's entries, which change no more.</param>
/// <param name="draft">What else a new version is made of.</param>
/// <param name="run">The run that logs, if there is one.</param>
internal sealed class VersionLog(RegistryContext context, ArtifactName name, Manifest entries, NewVersion draft, Run? run)
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Upload _upload = new(context);
    private bool _hasRecord;
    private Manifest? _tried;

    public async Task<VersionLogResult> RunAsync(CancellationToken cancellationToken)
    {
        // Before anything is stored.
        RestorableManifest.Ensure(entries, name.CollectionName);
        await context.EnsureExistsAsync(cancellationToken).ConfigureAwait(false);
        return await CompareAndSwap.RunAsync($"“{name.CollectionName}”", () => TryAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<VersionLogResult?> TryAsync(CancellationToken cancellationToken)
    {
        (CollectionHead Value, string ETag)? found = await context.ReadHeadAsync(name, cancellationToken)
            .ConfigureAwait(false);
        CollectionHead head = found?.Value ?? new CollectionHead { Type = draft.Type, CreatedAt = context.Clock.GetUtcNow() };
        if (head.Newest is null)
            head = head.Anew(draft.Type, isPortfolio: false, context.Clock.GetUtcNow());
        // A swap whose answer was lost may have been carried out, and others may have logged since: the id tells.
        if (_tried is not null && head.Versions.Find(present => present.Id == _id) is VersionEntry own)
            return Finish(await OpenAsync(head, own, cancellationToken).ConfigureAwait(false), _tried, isNew: true);
        EnsureFits(head);
        Manifest? newest = await NewestManifestAsync(head, cancellationToken).ConfigureAwait(false);
        Manifest manifest = entries;
        if (draft.IsIncremental && newest is not null)
        {
            manifest = newest.With(entries);
            RestorableManifest.Ensure(manifest, name.CollectionName);
        }

        VersionEntry? same = head.Newest?.Digest == manifest.Digest ? head.Newest : null;
        VersionEntry entry = same ?? await StoreVersionAsync(head, manifest, newest, cancellationToken).ConfigureAwait(false);
        CollectionHead next = (same is null ? head.WithVersion(entry) : head).WithAliases(entry, draft.Aliases);
        // Before the commit, after which nothing must fail any more.
        LoggedVersion version = await OpenAsync(next, entry, cancellationToken).ConfigureAwait(false);
        _tried = manifest;
        if (!ReferenceEquals(next, head) && !await SwapAsync(next, found?.ETag, cancellationToken).ConfigureAwait(false))
            return null;
        return Finish(version, manifest, isNew: same is null);
    }

    private Task<LoggedVersion> OpenAsync(CollectionHead head, VersionEntry entry, CancellationToken cancellationToken) =>
        new VersionLookup(context).OpenAsync(name with { Suffix = entry.Version }, head, entry, cancellationToken);

    private VersionLogResult Finish(LoggedVersion version, Manifest manifest, bool isNew) =>
        new(version, manifest, isNew, _upload.SentFiles, _upload.SentBytes);

    private void EnsureFits(CollectionHead head)
    {
        if (head.IsPortfolio)
        {
            throw new ArtifactException(
                ArtifactCodes.TypeMismatch,
                $"“{name.CollectionName}” is a portfolio: it holds links, and nothing is logged into it. Use another name, and link the version.");
        }

        if (head.Type != draft.Type)
        {
            throw new ArtifactException(
                ArtifactCodes.TypeMismatch,
                $"The collection “{name.CollectionName}” holds artifacts of type “{head.Type}”, not “{draft.Type}”. Use that type, or another name.");
        }
    }

    private async Task<Manifest?> NewestManifestAsync(CollectionHead head, CancellationToken cancellationToken)
    {
        // A draft with the digest of the newest version sends nothing, so what that version has need not be known.
        if (head.Newest is not VersionEntry newest || (!draft.IsIncremental && newest.Digest == entries.Digest))
            return null;
        var content = new VersionContent(context, newest.ManifestSha256, $"{name.CollectionName}:{newest.Version}", allowRegistry: true);
        return await content.GetManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> SwapAsync(CollectionHead next, string? etag, CancellationToken cancellationToken) => context.WriteAsync(
        RegistryLayout.Head(name),
        next,
        RegistryJson.Instance.CollectionHead,
        etag is null ? PutCondition.IfAbsent : PutCondition.IfMatch(etag),
        cancellationToken);

    /// <summary>Stores all that the version is made of; after a lost race only what that changed.</summary>
    private async Task<VersionEntry> StoreVersionAsync(
        CollectionHead head, Manifest manifest, Manifest? newest, CancellationToken cancellationToken)
    {
        await _upload.SendAsync(manifest, newest, cancellationToken).ConfigureAwait(false);
        if (!_hasRecord)
        {
            if (run is not null)
                await new RunLedger(context).RecordAsync(run, cancellationToken).ConfigureAwait(false);
            await context.WriteAsync(
                RegistryLayout.VersionRecord(_id), NewRecord(), RegistryJson.Instance.VersionRecord, PutCondition.IfAbsent, cancellationToken)
                .ConfigureAwait(false);
            _hasRecord = true;
        }

        return new VersionEntry
        {
            Number = head.Next,
            Id = _id,
            Digest = manifest.Digest,
            Manifest = _upload.Manifest.Hex,
            Size = manifest.Size,
            Count = manifest.Count,
            CreatedAt = context.Clock.GetUtcNow(),
            Run = run is null ? null : RunLedger.ReferenceTo(run),
        };
    }

    private VersionRecord NewRecord() => new()
    {
        Collection = name.CollectionName,
        Description = draft.Description,
        Metadata = draft.Metadata,
        Tags = [.. draft.Tags],
        TimeToLive = draft.TimeToLive.Stored,
    };
}
