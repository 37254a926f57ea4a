using ArtifactBuild.Artifacts;
using ArtifactBuild.Cache;

namespace ArtifactBuild.Transfer;

/// <summary>Brings contents of any number of artifacts into the cache, in one queue.</summary>
internal sealed class CacheFill(ArtifactCache cache, int concurrency, IProgress<TransferProgress>? progress)
{
    /// <param name="wanted">The contents: entries that have stored bytes, with the version that they belong to.</param>
    /// <param name="verify">
    /// Whether contents that are in the cache are hashed; if not, whoever reads them has to, and calls <see cref="ArtifactCache.Remove"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was fetched, and verified on its way in.</returns>
    public async Task<IReadOnlySet<Sha256Digest>> RunAsync(
        IEnumerable<(PinnedContent Content, ManifestEntry Entry)> wanted, bool verify, CancellationToken cancellationToken)
    {
        cache.ClearDead();
        var all = wanted.DistinctBy(one => (one.Entry.Sha256, one.Entry.StoredSize)).ToList();
        ILookup<bool, (PinnedContent Content, ManifestEntry Entry)> there = all.ToLookup(one => File.Exists(cache.PathOf(one.Entry.Sha256!.Value)));
        List<(PinnedContent Content, ManifestEntry Entry)> missing = [.. there[false]];
        if (verify)
            missing.AddRange(await FindWrongAsync([.. there[true]], cancellationToken).ConfigureAwait(false));
        await FetchAsync(missing, cancellationToken).ConfigureAwait(false);
        return missing.Select(one => one.Entry.Sha256!.Value).ToHashSet();
    }

    private async Task<IEnumerable<(PinnedContent Content, ManifestEntry Entry)>> FindWrongAsync(
        List<(PinnedContent Content, ManifestEntry Entry)> present, CancellationToken cancellationToken)
    {
        var jobs = present.ConvertAll(one => (one.Content, one.Entry, Job: new VerifyJob(one.Entry, cache.PathOf(one.Entry.Sha256!.Value))));
        await JobQueue.RunAsync(jobs.ConvertAll(one => one.Job), concurrency, cancellationToken).ConfigureAwait(false);
        var wrong = new List<(PinnedContent, ManifestEntry)>();
        foreach ((PinnedContent content, ManifestEntry entry, VerifyJob job) in jobs)
        {
            if (job.IsRight)
                continue;
            // Either the cache's bytes are damaged, or they are right and the manifest contradicts itself.
            if (await cache.FindVerifiedAsync(entry.Sha256!.Value, cancellationToken).ConfigureAwait(false) is string path)
                throw content.Contradiction(entry, path);
            wrong.Add((content, entry));
        }

        return wrong;
    }

    private async Task FetchAsync(List<(PinnedContent Content, ManifestEntry Entry)> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
            return;
        var meter = new ProgressMeter(progress);
        meter.Expect(missing.Count, missing.Sum(one => one.Entry.StoredSize!.Value));
        var target = new CacheTarget(cache);
        var jobs = missing.ConvertAll(one => (one.Content, Job: one.Content.NewFetch(one.Entry, target, meter)));
        await JobQueue.RunAsync(jobs.ConvertAll(one => one.Job), concurrency, cancellationToken).ConfigureAwait(false);
        foreach ((PinnedContent content, FetchJob job) in jobs.Where(one => one.Job.Fetched))
            content.Count(job.Size);
    }
}
