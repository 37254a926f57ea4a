using System.Runtime.CompilerServices;
using ArtifactBuild.Content;

namespace ArtifactBuild.Transfer;

/// <summary>
/// The one queue of an operation: the work on all its contents, so many units at a time, chunks of large contents and small contents
/// side by side. At most 10 chunks are in flight: enough to fill a network link; more would lose more half-written chunks when the
/// process dies.
/// </summary>
internal sealed class JobQueue : IDisposable
{
    private const int MaxChunks = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Queue<ContentJob> _large;
    private readonly Queue<ContentJob> _small;
    private readonly Queue<Func<CancellationToken, ValueTask>> _chunks = [];
    private readonly SemaphoreSlim _slots = new(MaxChunks);

    private JobQueue(IEnumerable<ContentJob> jobs)
    {
        ILookup<bool, ContentJob> byKind = jobs.OrderByDescending(job => job.Blob.Size).ToLookup(job => job.HasChunks);
        _large = new(byKind[true]);
        _small = new(byKind[false]);
    }

    /// <summary>Runs jobs; the first failure stops the others.</summary>
    public static async Task RunAsync<T>(IReadOnlyCollection<T> jobs, int concurrency, CancellationToken cancellationToken)
        where T : ContentJob
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        using var queue = new JobQueue(jobs);
        try
        {
            await Parallel.ForEachAsync(queue.UnitsAsync(cancellationToken), options, (unit, token) => unit(token)).ConfigureAwait(false);
        }
        finally
        {
            foreach (T job in jobs)
                job.Dispose();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async IAsyncEnumerable<Func<CancellationToken, ValueTask>> UnitsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isBusy = !BeginLarge();
            if (_chunks.Count > 0 && (_small.Count == 0 || _slots.CurrentCount > 0))
            {
                await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                yield return Releasing(_chunks.Dequeue());
            }
            else if (_small.TryDequeue(out ContentJob? job))
            {
                if (job.Begin() == JobStart.Begun)
                {
                    foreach (Func<CancellationToken, ValueTask> unit in UnitsOf(job))
                        yield return unit;
                }
            }
            else if (isBusy)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>Begins with the next large content, if all chunks of the one before are under way.</summary>
    /// <returns>Whether there is one to work on, or none left; not when other processes are at all that are left.</returns>
    private bool BeginLarge()
    {
        for (int tries = _large.Count; _chunks.Count == 0 && tries > 0; tries--)
        {
            ContentJob job = _large.Dequeue();
            switch (job.Begin())
            {
                case JobStart.Busy:
                    _large.Enqueue(job);
                    break;
                case JobStart.Begun:
                    foreach (Func<CancellationToken, ValueTask> unit in UnitsOf(job))
                        _chunks.Enqueue(unit);
                    break;
            }
        }

        return _chunks.Count > 0 || _large.Count == 0;
    }

    private static IEnumerable<Func<CancellationToken, ValueTask>> UnitsOf(ContentJob job)
    {
        ContentChunk[][] units = [.. ContentChunk.Of(job.Blob, job.HasChunks).Chunk(job.ChunksPerUnit)];
        int left = units.Length;
        return units.Select<ContentChunk[], Func<CancellationToken, ValueTask>>(chunks => async token =>
        {
            await job.RunAsync(chunks, token).ConfigureAwait(false);
            if (Interlocked.Decrement(ref left) > 0)
                return;
            await job.EndAsync(token).ConfigureAwait(false);
            // A queue may have thousands of jobs: none keeps its files open, or others waiting, for longer than it works.
            job.Dispose();
        });
    }

    private Func<CancellationToken, ValueTask> Releasing(Func<CancellationToken, ValueTask> unit) => async token =>
    {
        try
        {
            await unit(token).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    };
}
