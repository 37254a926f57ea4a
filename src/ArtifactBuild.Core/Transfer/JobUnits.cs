using System.Runtime.CompilerServices;
using ArtifactBuild.Content;

namespace ArtifactBuild.Transfer;

/// <summary>
/// The units of many jobs in the order in which they are worked on: chunks of large contents and small contents side by side. At most
/// 10 chunks are in flight: enough to fill a network link; more would lose more half-written chunks when the process dies.
/// </summary>
internal sealed class JobUnits : IDisposable
{
    private const int MaxChunks = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Queue<ContentJob> _large;
    private readonly Queue<ContentJob> _small;
    private readonly Queue<Func<CancellationToken, ValueTask>> _chunks = [];
    private readonly SemaphoreSlim _slots = new(MaxChunks);

    public JobUnits(IEnumerable<ContentJob> jobs)
    {
        ILookup<bool, ContentJob> byKind = jobs.OrderByDescending(job => job.Size).ToLookup(job => job.HasChunks);
        _large = new(byKind[true]);
        _small = new(byKind[false]);
    }

    public async IAsyncEnumerable<Func<CancellationToken, ValueTask>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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
                    foreach (Func<CancellationToken, ValueTask> unit in job.Units())
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

    public void Dispose() => _slots.Dispose();

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
                    foreach (Func<CancellationToken, ValueTask> unit in job.Units())
                        _chunks.Enqueue(unit);
                    break;
            }
        }

        return _chunks.Count > 0 || _large.Count == 0;
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
