using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Upkeep;

/// <summary>How garbage is collected.</summary>
public sealed record GarbageCollectionOptions
{
    /// <summary>
    /// How long an object that nothing refers to is left alone, because a log in flight may be about to refer to it; a version
    /// that was deleted keeps its bytes for as long. It must be longer by an hour than the longest log; when nobody logs, zero
    /// is right.
    /// </summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether nothing is deleted and the report says what would be.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a garbage collection did, or would do.</summary>
/// <param name="ExpiredVersions">The versions whose time to live was over, by qualified name.</param>
/// <param name="DeletedBlobs">The number of contents that were deleted.</param>
/// <param name="DeletedBytes">Their size in bytes.</param>
/// <param name="DeletedManifests">The number of manifests that were deleted.</param>
/// <param name="DeletedRecords">The number of records and lineage entries of versions that were deleted.</param>
/// <param name="KeptYoung">The number of objects that nothing refers to but that are younger than the grace period.</param>
public sealed record GarbageCollectionReport(
    IReadOnlyList<string> ExpiredVersions, int DeletedBlobs, long DeletedBytes, int DeletedManifests, int DeletedRecords, int KeptYoung);

/// <summary>
/// Mark and sweep. What a version refers to is marked, and what is not marked and older than the grace period is swept, unless
/// somebody touched it since it was listed. A log in flight is safe: what it sends is young, what it finds old it touches, and
/// what it relies on because the newest version has it stays for the grace period even if that version is deleted.
/// </summary>
internal sealed class GarbageCollection(RegistryContext context, GarbageCollectionOptions options)
{
    private readonly HashSet<string> _liveVersions = new(StringComparer.Ordinal);
    private readonly HashSet<Sha256Digest> _live = [];
    private readonly DateTimeOffset _start = context.Clock.GetUtcNow();
    private int _blobs;
    private int _manifests;
    private int _records;
    private int _young;
    private long _bytes;

    public async Task<GarbageCollectionReport> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> expired = await new Expiry(context, options.DryRun).RunAsync(_start, cancellationToken).ConfigureAwait(false);
        await MarkAsync([.. expired.Values], cancellationToken).ConfigureAwait(false);
        await SweepAsync(RegistryLayout.Blobs, IsLiveContent, info => { _blobs++; _bytes += info.Size; }, cancellationToken).ConfigureAwait(false);
        await SweepAsync(RegistryLayout.Manifests, IsLiveContent, _ => _manifests++, cancellationToken).ConfigureAwait(false);
        await SweepAsync(RegistryLayout.Versions, IsLiveRecord, _ => _records++, cancellationToken).ConfigureAwait(false);
        await SweepAsync(RegistryLayout.Lineage, IsLiveRecord, _ => _records++, cancellationToken).ConfigureAwait(false);
        return new GarbageCollectionReport([.. expired.Keys], _blobs, _bytes, _manifests, _records, _young);
    }

    private async Task MarkAsync(HashSet<string> expired, CancellationToken cancellationToken)
    {
        await foreach ((ArtifactName name, CollectionHead head) in new CollectionWalk(context).AllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (VersionEntry entry in head.Versions)
            {
                // In a dry run nobody has deleted what is expired.
                DateTimeOffset? deletedAt = options.DryRun && entry.Source is null && expired.Contains(entry.Id) ? _start : entry.DeletedAt;
                if (_start - deletedAt >= options.GracePeriod)
                    continue;
                _liveVersions.Add(entry.Id);
                if (!_live.Add(entry.ManifestSha256))
                    continue;
                await MarkContentAsync(name, entry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task MarkContentAsync(ArtifactName name, VersionEntry entry, CancellationToken cancellationToken)
    {
        var content = new VersionContent(context, entry.ManifestSha256, $"{name.CollectionName}:{entry.Version}", allowRegistry: true);
        Manifest manifest;
        try
        {
            manifest = await content.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException e) when (e.Code == ArtifactCodes.ObjectMissing && entry.DeletedAt is not null)
        {
            // An earlier collection with a shorter grace period took it. A version that is not deleted is missed all the same.
            _live.Remove(entry.ManifestSha256);
            return;
        }

        foreach (ManifestEntry file in manifest.Entries)
        {
            if (file.Sha256 is Sha256Digest digest)
                _live.Add(digest);
        }
    }

    private async Task SweepAsync(string prefix, Func<string, bool> isLive, Action<ObjectInfo> count, CancellationToken cancellationToken)
    {
        await foreach (ObjectInfo info in context.Store.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (isLive(info.Key))
                continue;
            if (_start - info.LastModified < options.GracePeriod)
                _young++;
            else if (options.DryRun || await context.Store.DeleteAsync(info.Key, info.ETag, cancellationToken).ConfigureAwait(false))
                count(info);
        }
    }

    // What does not look like an object of a registry was put there by somebody else, and stays.
    private bool IsLiveContent(string key) => RegistryLayout.DigestOf(key) is not Sha256Digest digest || _live.Contains(digest);

    private bool IsLiveRecord(string key) => RegistryLayout.VersionOf(key) is not string id || _liveVersions.Contains(id);
}
