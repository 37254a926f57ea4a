using System.Runtime.ExceptionServices;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Session;

/// <summary>
/// Runs many pieces of work at once, and fails as if they were done one after the other: of several failures the first piece's is
/// thrown, whichever came first in time, so that a build shows the same error each time.
/// </summary>
internal sealed class InOrder
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource?[] _running;
    private int _failed = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    private InOrder(int count) => _running = new CancellationTokenSource?[count];

    /// <summary>Runs the work.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="concurrency">How many run at once.</param>
    /// <param name="work">Does a piece, which is counted from 0. A failure cancels the pieces after it.</param>
    /// <param name="cancellationToken">Cancels all pieces.</param>
    /// <exception cref="ArtifactException">Pieces failed with this; those before the first of them were done.</exception>
    public static async Task ForEachAsync(
        int count, int concurrency, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var run = new InOrder(count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, options, (i, token) => run.DoAsync(i, work, token)).ConfigureAwait(false);
        run._failure?.Throw();
    }

    /// <summary>Works on references. A failure knows its reference.</summary>
    /// <param name="references">The references.</param>
    /// <param name="concurrency">How many are worked on at once.</param>
    /// <param name="work">Works on a reference, whose place among all is counted from 0.</param>
    /// <param name="cancellationToken">Cancels the work on every reference.</param>
    /// <exception cref="ArtifactException">References failed with this; those before the first of them were done.</exception>
    public static Task ForEachReferenceAsync(
        IReadOnlyList<ArtifactReferenceItem> references,
        int concurrency,
        Func<int, ArtifactReferenceItem, CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        ForEachAsync(
            references.Count,
            concurrency,
            async (i, token) =>
            {
                try
                {
                    await work(i, references[i], token).ConfigureAwait(false);
                }
                catch (ArtifactException e)
                {
                    e.Reference = i;
                    throw;
                }
            },
            cancellationToken);

    private async ValueTask DoAsync(int piece, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
        {
            if (piece > _failed)
                return;
            _running[piece] = own;
        }

        try
        {
            await work(piece, own.Token).ConfigureAwait(false);
        }
        catch (ArtifactException e)
        {
            CancelAfter(piece, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && IsAfterFailure(piece))
        {
            // An earlier piece failed, and its failure is the one that counts.
        }
        finally
        {
            lock (_lock)
                _running[piece] = null;
        }
    }

    private bool IsAfterFailure(int piece)
    {
        lock (_lock)
            return piece > _failed;
    }

    private void CancelAfter(int piece, ArtifactException failure)
    {
        lock (_lock)
        {
            if (piece > _failed)
                return;
            _failed = piece;
            _failure = ExceptionDispatchInfo.Capture(failure);
            // Cancelled off this thread: what waits on the token could otherwise run here, while the lock is held.
            foreach (CancellationTokenSource? later in _running.AsSpan(piece + 1))
                _ = later?.CancelAsync();
        }
    }
}
