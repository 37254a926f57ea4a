using ArtifactBuild.Core.Tests.Transfer.Support;

namespace ArtifactBuild.Core.Tests.Builds;

/// <summary>Requests that are answered only when so many of them are in flight at once.</summary>
internal sealed class Meeting(int size)
{
    private readonly Gate _complete = new();
    private int _inFlight;
    private int _most;

    /// <summary>The most requests that were in flight at one moment.</summary>
    public int Most => _most;

    public async Task JoinAsync(CancellationToken cancellationToken = default)
    {
        int now = Interlocked.Increment(ref _inFlight);
        for (int most = _most; now > most; most = _most)
            Interlocked.CompareExchange(ref _most, now, most);
        try
        {
            if (now >= size)
                _complete.Open();
            await _complete.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
