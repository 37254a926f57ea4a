namespace ArtifactBuild.Transfer;

/// <summary>The one queue of an operation: the work on all its contents, so many units at a time.</summary>
internal static class JobQueue
{
    /// <summary>Runs jobs; the first failure stops the others.</summary>
    public static async Task RunAsync<T>(IReadOnlyCollection<T> jobs, int concurrency, CancellationToken cancellationToken)
        where T : ContentJob
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        using var units = new JobUnits(jobs);
        try
        {
            await Parallel.ForEachAsync(units.ListAsync(cancellationToken), options, (unit, token) => unit(token)).ConfigureAwait(false);
        }
        finally
        {
            foreach (T job in jobs)
                job.Dispose();
        }
    }
}
