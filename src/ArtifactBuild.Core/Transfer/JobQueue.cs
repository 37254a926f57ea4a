using System.Runtime.CompilerServices;

namespace ArtifactBuild.Transfer;

/// <summary>The one queue of an operation: the work on all its contents, large ones first, so many units at a time.</summary>
internal static class JobQueue
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs jobs; the first failure stops the others.</summary>
    public static async Task RunAsync<T>(IReadOnlyCollection<T> jobs, int concurrency, CancellationToken cancellationToken)
        where T : ContentJob
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(UnitsAsync(jobs, cancellationToken), options, (unit, token) => unit(token)).ConfigureAwait(false);
        }
        finally
        {
            foreach (T job in jobs)
                job.Dispose();
        }
    }

    private static async IAsyncEnumerable<Func<CancellationToken, ValueTask>> UnitsAsync<T>(
        IReadOnlyCollection<T> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : ContentJob
    {
        var waiting = new Queue<T>(jobs.OrderByDescending(job => job.Size));
        int busy = 0;
        while (waiting.TryDequeue(out T? job))
        {
            JobStart start = job.Begin();
            if (start == JobStart.Busy)
            {
                waiting.Enqueue(job);
                if (++busy >= waiting.Count)
                {
                    await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
                    busy = 0;
                }
            }
            else if (start == JobStart.Begun)
            {
                foreach (Func<CancellationToken, ValueTask> unit in job.Units())
                    yield return unit;
            }
        }
    }
}
