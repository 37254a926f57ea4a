using System.Diagnostics.CodeAnalysis;

namespace ArtifactBuild.Registries.Records;

/// <summary>
/// Reads each thing once, whoever asks for it and how many ask at the same time: the first one reads, the others wait for it. A
/// read that fails is not remembered, so that each caller fails with its own error, or is cancelled, by itself.
/// </summary>
internal sealed class ReadOnce<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Task<TValue>> _reads = [];

    /// <summary>Gives a thing that was read before, or reads it.</summary>
    /// <param name="key">What is read.</param>
    /// <param name="read">Reads it; called when nobody else did, or is about to.</param>
    /// <param name="cancellationToken">Cancels the wait for another caller's read, which goes on.</param>
    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource<TValue>? mine = null;
            Task<TValue>? known;
            lock (_lock)
            {
                if (!_reads.TryGetValue(key, out known))
                {
                    mine = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
                    _reads.Add(key, mine.Task);
                }
            }

            if (mine is not null)
                return await ReadAsync(key, mine, read).ConfigureAwait(false);
            await ((Task)known!).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (known!.IsCompletedSuccessfully)
                return await known.ConfigureAwait(false);
        }
    }

    /// <summary>Gives a thing that was read before.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            bool found = _reads.TryGetValue(key, out Task<TValue>? read) && read.IsCompletedSuccessfully;
            value = found ? read!.Result : default;
            return found;
        }
    }

    private async Task<TValue> ReadAsync(TKey key, TaskCompletionSource<TValue> mine, Func<Task<TValue>> read)
    {
        try
        {
            TValue value = await read().ConfigureAwait(false);
            mine.SetResult(value);
            return value;
        }
        catch
        {
            lock (_lock)
                _reads.Remove(key);
            mine.SetCanceled(CancellationToken.None);
            throw;
        }
    }
}
