using System.Collections.Concurrent;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>
/// Downloads entries of a version to a folder. Every byte is verified under a temporary name before the first file gets its own;
/// files that are right already are left alone.
/// </summary>
internal sealed class Download(VersionContent content, int concurrency, bool allowMissingReferences, IProgress<TransferProgress>? progress)
{
    /// <summary>Downloads past the cache: the bytes are written once, straight to the volume of the folder.</summary>
    public Task RunDirectAsync(IReadOnlyList<ManifestEntry> entries, string folder, CancellationToken cancellationToken) =>
        RunAsync(entries, folder, StageFromRegistryAsync, cancellationToken);

    /// <summary>Downloads through the cache, which keeps the bytes.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Cancels the download; temporary files go, and files that have their names stay.</param>
    /// <param name="clear">Makes room in the folder, once all bytes are at hand.</param>
    public async Task RunAsync(
        IReadOnlyList<ManifestEntry> entries, string folder, CancellationToken cancellationToken, Action? clear = null)
    {
        if (clear is not null)
        {
            await content.FillCacheAsync(entries.Where(entry => entry.HasBlob), verify: true, cancellationToken).ConfigureAwait(false);
            clear();
        }

        await RunAsync(entries, folder, StageFromCacheAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(
        IReadOnlyList<ManifestEntry> entries,
        string folder,
        Func<Materializer, List<ManifestEntry>, CancellationToken, Task<IEnumerable<(ManifestEntry Entry, string Staged)>>> stageAsync,
        CancellationToken cancellationToken)
    {
        using var materializer = new Materializer(folder);
        materializer.EnsureFree(entries);
        List<ManifestEntry> wanted = await NotRightAsync(materializer, [.. entries.Where(entry => entry.HasBlob)], cancellationToken)
            .ConfigureAwait(false);
        var staged = new ConcurrentBag<(ManifestEntry Entry, string Path)>(
            await stageAsync(materializer, wanted, cancellationToken).ConfigureAwait(false));
        await Parallel.ForEachAsync(entries.Where(entry => !entry.HasBlob), Options(cancellationToken), async (entry, token) =>
        {
            if (await TryLoadAsync(materializer, entry, token).ConfigureAwait(false) is string path)
                staged.Add((entry, path));
        }).ConfigureAwait(false);
        await Parallel.ForEachAsync(staged, Options(cancellationToken), (one, _) =>
        {
            materializer.Place(one.Entry, one.Path);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    private async Task<List<ManifestEntry>> NotRightAsync(
        Materializer materializer, List<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        List<(ManifestEntry Entry, VerifyJob Job)> present = [.. entries
            .Select(entry => (Entry: entry, Path: materializer.PathOf(entry)))
            .Where(one => File.Exists(one.Path))
            .Select(one => (one.Entry, new VerifyJob(one.Entry.Blob, one.Path)))];
        await JobQueue.RunAsync(present.ConvertAll(one => one.Job), concurrency, cancellationToken).ConfigureAwait(false);
        var right = present.Where(one => one.Job.IsRight).Select(one => one.Entry.Path).ToHashSet(StringComparer.Ordinal);
        return entries.FindAll(entry => !right.Contains(entry.Path));
    }

    private async Task<IEnumerable<(ManifestEntry Entry, string Staged)>> StageFromCacheAsync(
        Materializer materializer, List<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        // What is fetched is written to both places at once.
        var files = entries.ToDictionary<ManifestEntry, ManifestEntry, StagedCopy>(
            entry => entry, entry => new StagedCopy(materializer, entry), ReferenceEqualityComparer.Instance);
        IReadOnlyList<Blob> fresh = await content.FillCacheAsync(entries, verify: false, cancellationToken, files).ConfigureAwait(false);
        List<CopyJob> copies = await CopyAsync(
            materializer, entries.FindAll(entry => files[entry].Path is null), fresh, cancellationToken).ConfigureAwait(false);
        List<ManifestEntry> wrong = [.. copies.Where(job => job.Staged is null).Select(job => job.Entry)];
        if (wrong.Count > 0)
        {
            // What the cache had was damaged on the disk, or went away: this time it is looked at, and fetched again.
            fresh = await content.FillCacheAsync(wrong, verify: true, cancellationToken).ConfigureAwait(false);
            copies.AddRange(await CopyAsync(materializer, wrong, fresh, cancellationToken).ConfigureAwait(false));
        }

        var staged = copies.Where(job => job.Staged is not null).ToDictionary(job => job.Entry.Path, job => job.Staged, StringComparer.Ordinal);
        return entries.Select(entry => (entry, files[entry].Path ?? staged.GetValueOrDefault(entry.Path) ?? throw content.Unstable(entry)));
    }

    private async Task<List<CopyJob>> CopyAsync(
        Materializer materializer, List<ManifestEntry> entries, IReadOnlyList<Blob> fresh, CancellationToken cancellationToken)
    {
        var verified = fresh.Select(blob => blob.Digest).ToHashSet();
        List<CopyJob> jobs = entries.ConvertAll(entry => new CopyJob(
            entry, content.Cache.Locate(entry.Blob.Digest), verified.Contains(entry.Blob.Digest), materializer));
        await JobQueue.RunAsync(jobs, concurrency, cancellationToken).ConfigureAwait(false);
        return jobs;
    }

    private async Task<IEnumerable<(ManifestEntry Entry, string Staged)>> StageFromRegistryAsync(
        Materializer materializer, List<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        var meter = new ProgressMeter(progress);
        meter.Expect(entries.Count, entries.Sum(entry => entry.Blob.Size));
        List<StagedTarget> targets = entries.ConvertAll(entry => new StagedTarget(materializer, entry));
        List<FetchJob> jobs = targets.ConvertAll(target => content.NewFetch(target.Entry, target, null, meter));
        await JobQueue.RunAsync(jobs, concurrency, cancellationToken).ConfigureAwait(false);
        return targets.Select(target => (target.Entry, target.Path!));
    }

    private async Task<string?> TryLoadAsync(Materializer materializer, ManifestEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await materializer
                .StageAsync(entry, (stream, token) => content.LoadReferenceAsync(entry, stream, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ArtifactException e) when (allowMissingReferences && e.Code == ArtifactCodes.ReferenceUnavailable)
        {
            // The caller said that what is gone may be left out.
            return null;
        }
    }

    private ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
}
