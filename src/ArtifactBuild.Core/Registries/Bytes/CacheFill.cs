using ArtifactBuild.Cache;
using ArtifactBuild.Model;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>Brings contents of any number of artifacts into the cache, in one queue.</summary>
internal sealed class CacheFill(ArtifactCache cache, int concurrency, IProgress<TransferProgress>? progress)
{
    private const int MaxRounds = 3;

    /// <param name="wanted">The contents: entries that have stored bytes, with the version that they belong to.</param>
    /// <param name="verify">
    /// Whether contents that are in the cache are hashed; if not, whoever reads them has to hash them.
    /// </param>
    /// <param name="copies">Files outside the cache that get what is fetched for their entries, too.</param>
    /// <param name="cancellationToken">Cancels the fetches; the cache keeps whole contents, and the chunks of large ones for the next fill.</param>
    /// <returns>What was fetched, and verified on its way in.</returns>
    public async Task<IReadOnlyList<Blob>> RunAsync(
        IEnumerable<(VersionContent Content, ManifestEntry Entry)> wanted,
        bool verify,
        IReadOnlyDictionary<ManifestEntry, StagedCopy>? copies,
        CancellationToken cancellationToken)
    {
        cache.ClearDead();
        var all = wanted.DistinctBy(one => (one.Entry.Sha256, one.Entry.StoredSize)).ToList();
        ILookup<bool, (VersionContent Content, ManifestEntry Entry)> there = all.ToLookup(one => File.Exists(cache.Locate(one.Entry.Blob.Digest)));
        List<(VersionContent Content, ManifestEntry Entry)> missing = [.. there[false]];
        if (cache.FallbackDirectories.Count > 0)
            missing = await WithoutCopiedAsync(missing, cancellationToken).ConfigureAwait(false);
        if (verify)
        {
            List<(VersionContent Content, ManifestEntry Entry)> present = [.. there[true]];
            List<(VersionContent Content, ManifestEntry Entry)> wrong = await FindWrongAsync(present, cancellationToken).ConfigureAwait(false);
            missing.AddRange(wrong);
            // An archive of a cache may have lost the times, by which a build knows whether a copy is right.
            foreach ((_, ManifestEntry entry) in present.Except(wrong))
                ArtifactCache.MendTime(cache.Locate(entry.Blob.Digest), entry.Blob.Digest);
        }

        var fresh = new List<Blob>();
        for (int round = 0; missing.Count > 0; round++)
        {
            if (round == MaxRounds)
                throw missing[0].Content.Unstable(missing[0].Entry);
            List<(VersionContent Content, ManifestEntry Entry)> others = await FetchAsync(missing, copies, cancellationToken).ConfigureAwait(false);
            fresh.AddRange(missing.Except(others).Select(one => one.Entry.Blob));
            // What another process brought meanwhile is like what was there before.
            missing = verify ? await FindWrongAsync(others, cancellationToken).ConfigureAwait(false) : [];
        }

        return fresh;
    }

    private async Task<List<(VersionContent Content, ManifestEntry Entry)>> WithoutCopiedAsync(
        List<(VersionContent Content, ManifestEntry Entry)> missing, CancellationToken cancellationToken)
    {
        var left = new List<(VersionContent, ManifestEntry)>();
        foreach ((VersionContent content, ManifestEntry entry) in missing)
        {
            if (!await cache.TryCopyFromFallbackAsync(entry.Blob.Digest, entry.Blob.Size, cancellationToken).ConfigureAwait(false))
                left.Add((content, entry));
        }

        return left;
    }

    private async Task<List<(VersionContent Content, ManifestEntry Entry)>> FindWrongAsync(
        List<(VersionContent Content, ManifestEntry Entry)> present, CancellationToken cancellationToken)
    {
        var wrong = new List<(VersionContent, ManifestEntry)>();
        foreach ((VersionContent content, ManifestEntry entry) in await NotRightAsync(present, cancellationToken).ConfigureAwait(false))
        {
            // Either the cache's bytes are damaged, or they are right and the manifest contradicts itself, or another process
            // has mended them since.
            if (await cache.FindVerifiedAsync(entry.Blob.Digest, cancellationToken).ConfigureAwait(false) is not string path)
                wrong.Add((content, entry));
            else if ((await NotRightAsync([(content, entry)], cancellationToken).ConfigureAwait(false)).Count > 0)
                throw content.Contradiction(entry, path);
        }

        return wrong;
    }

    private async Task<List<(VersionContent Content, ManifestEntry Entry)>> NotRightAsync(
        List<(VersionContent Content, ManifestEntry Entry)> present, CancellationToken cancellationToken)
    {
        var jobs = present.ConvertAll(one => (one.Content, one.Entry, Job: new VerifyJob(one.Entry.Blob, cache.Locate(one.Entry.Blob.Digest))));
        await JobQueue.RunAsync(jobs.ConvertAll(one => one.Job), concurrency, cancellationToken).ConfigureAwait(false);
        return [.. jobs.Where(one => !one.Job.IsRight).Select(one => (one.Content, one.Entry))];
    }

    /// <returns>What was not fetched here, because another process fetched it.</returns>
    private async Task<List<(VersionContent Content, ManifestEntry Entry)>> FetchAsync(
        List<(VersionContent Content, ManifestEntry Entry)> missing,
        IReadOnlyDictionary<ManifestEntry, StagedCopy>? copies,
        CancellationToken cancellationToken)
    {
        var meter = new ProgressMeter(progress);
        meter.Expect(missing.Count, missing.Sum(one => one.Entry.Blob.Size));
        var jobs = missing.ConvertAll(one => (one.Content, one.Entry, Job: one.Content.NewFetch(one.Entry, cache, copies?.GetValueOrDefault(one.Entry), meter)));
        await JobQueue.RunAsync(jobs.ConvertAll(one => one.Job), concurrency, cancellationToken).ConfigureAwait(false);
        return [.. jobs.Where(one => !one.Job.Fetched).Select(one => (one.Content, one.Entry))];
    }
}
