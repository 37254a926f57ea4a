using System.Diagnostics;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Registries.Records;

/// <summary>Repeats a conditional write until it succeeds, with longer and longer pauses after lost races.</summary>
internal static class CompareAndSwap
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="target">What is written, for the message.</param>
    /// <param name="tryOnce">Reads, changes and writes; gives nothing when another writer was faster. May run several times.</param>
    /// <param name="cancellationToken">Cancels the pauses and the try. A write that was sent already may have been carried out.</param>
    /// <returns>What the try that succeeded gave.</returns>
    /// <exception cref="ArtifactException">ART2011: other writers were faster for too long.</exception>
    public static async Task<T> RunAsync<T>(string target, Func<Task<T?>> tryOnce, CancellationToken cancellationToken)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        for (int attempt = 0; clock.Elapsed < Patience; attempt++)
        {
            if (await tryOnce().ConfigureAwait(false) is T result)
                return result;
            // The longer the race, the wider the writers spread.
            await Task.Delay(Random.Shared.Next(1, 4 << Math.Min(attempt, 8)), cancellationToken).ConfigureAwait(false);
        }

        throw new ArtifactException(
            ArtifactCodes.Contention,
            $"Other writers to {target} were faster for {Patience.TotalMinutes} minutes. Try again when fewer write at once.");
    }
}
