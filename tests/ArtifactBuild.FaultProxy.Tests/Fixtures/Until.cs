using ArtifactBuild.Core.Tests.Fixtures;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>Waits for what comes from another thread or over a socket, and has no event of its own.</summary>
internal static class Until
{
    public static async Task IsSoAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TestClock.Patience);
        while (!isSo()) await Task.Delay(5, limit.Token);
    }
}
