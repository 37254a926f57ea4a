using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.Fixtures;

/// <summary>Requests that are answered only when so many of them are in flight at once.</summary>
internal sealed class Meeting(int size)
{
    private readonly Gate _complete = new();
    private readonly InFlight _inFlight = new();

    /// <summary>The most requests that were in flight at one moment.</summary>
    public int Most => _inFlight.Most;

    public async Task JoinAsync(CancellationToken cancellationToken = default)
    {
        int now = _inFlight.Begin();
        try
        {
            if (now >= size)
                _complete.Open();
            await _complete.WaitAsync(cancellationToken);
        }
        finally
        {
            _inFlight.End();
        }
    }
}
