using System.Collections.Immutable;
using System.Diagnostics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries;

/// <summary>
/// One log of one draft. Blobs, then the manifest, then the version's record, then one compare-and-swap of the head: a crash
/// anywhere before leaves objects that nothing refers to, and nothing else.
/// </summary>
internal sealed class VersionLog(
    RegistryContext context, Artifact artifact, ArtifactName name, ImmutableArray<string> aliases, ImmutableArray<string> tags)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private Upload? _upload;

    public async Task<LogResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!artifact.IsDraft)
        {
            throw new ArtifactException(
                ArtifactCodes.Finalized, $"“{name.CollectionName}” was logged before. Make a new draft to log another version.");
        }

        artifact.FinalizeDraft();
        RestorableManifest.Ensure(artifact.Manifest, name.CollectionName);
        await EnsureRegistryAsync(cancellationToken).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        for (int attempt = 0; clock.Elapsed < Patience; attempt++)
        {
            LogResult? result = await TryAsync(cancellationToken).ConfigureAwait(false);
            if (result is not null)
                return result;
            // Somebody else moved the head. The longer the race, the wider the writers spread.
            int pause = Random.Shared.Next(1, 4 << Math.Min(attempt, 8));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }

        throw new ArtifactException(
            ArtifactCodes.Contention,
            $"Other writers to “{name.CollectionName}” were faster for {Patience.TotalMinutes} minutes. Log again when fewer write at once.");
    }

    private async Task<LogResult?> TryAsync(CancellationToken cancellationToken)
    {
        (CollectionHead Value, string ETag)? found = await VersionLookup.ReadHeadAsync(context, name, cancellationToken)
            .ConfigureAwait(false);
        CollectionHead head = found?.Value ?? new CollectionHead { Type = artifact.Type, CreatedAt = DateTimeOffset.UtcNow };
        if (head.Type != artifact.Type)
        {
            throw new ArtifactException(
                ArtifactCodes.TypeMismatch,
                $"The collection “{name.CollectionName}” holds artifacts of type “{head.Type}”, not “{artifact.Type}”. Use that type, or another name.");
        }

        VersionEntry? same = head.Newest?.Digest == artifact.Digest ? head.Newest : null;
        VersionEntry entry = same ?? await StoreVersionAsync(head, cancellationToken).ConfigureAwait(false);
        CollectionHead next = (same is null ? head.WithVersion(entry) : head).WithAliases(entry, aliases);
        if (!ReferenceEquals(next, head) && !await SwapAsync(next, found?.ETag, cancellationToken).ConfigureAwait(false))
            return null;
        LoggedVersion version = await VersionLookup
            .OpenAsync(context, name with { Suffix = entry.Version }, next, entry, cancellationToken).ConfigureAwait(false);
        if (_upload is not null)
            artifact.DraftContent!.MoveToCache();
        artifact.Dispose();
        artifact.BecomeLogged(version);
        return new LogResult(artifact, same is null, _upload?.SentFiles ?? 0, _upload?.SentBytes ?? 0);
    }

    private Task<bool> SwapAsync(CollectionHead next, string? etag, CancellationToken cancellationToken) => context.WriteAsync(
        RegistryLayout.Head(name),
        next,
        RegistryJson.Instance.CollectionHead,
        etag is null ? PutCondition.IfAbsent : PutCondition.IfMatch(etag),
        cancellationToken);

    /// <summary>Stores all that the version is made of, once; a lost race changes only its number.</summary>
    private async Task<VersionEntry> StoreVersionAsync(CollectionHead head, CancellationToken cancellationToken)
    {
        if (_upload is null)
        {
            var upload = new Upload(context);
            await upload.SendAsync(artifact.Manifest, head.Newest?.ManifestSha256, cancellationToken).ConfigureAwait(false);
            await context.WriteAsync(
                RegistryLayout.VersionRecord(name, _id),
                new VersionRecord { Description = artifact.Description, Metadata = artifact.Metadata, Tags = [.. tags] },
                RegistryJson.Instance.VersionRecord,
                PutCondition.IfAbsent,
                cancellationToken).ConfigureAwait(false);
            _upload = upload;
        }

        return new VersionEntry
        {
            Number = head.Next,
            Id = _id,
            Digest = artifact.Digest,
            Manifest = _upload.Manifest.Hex,
            Size = artifact.Size,
            Count = artifact.Manifest.Count,
            CreatedAt = DateTimeOffset.UtcNow,
        };
    }

    private async Task EnsureRegistryAsync(CancellationToken cancellationToken)
    {
        if (await context.ReadAsync(RegistryLayout.Marker, RegistryJson.Instance.RegistryMarker, cancellationToken).ConfigureAwait(false) is null)
        {
            await context.WriteAsync(
                RegistryLayout.Marker, new RegistryMarker(), RegistryJson.Instance.RegistryMarker, PutCondition.IfAbsent, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
