namespace ArtifactBuild.Testing;

/// <summary>Something that a test waits for, and no longer than is sensible.</summary>
internal sealed class Gate
{
    private static readonly TimeSpan Patience = TestClock.Patience;

    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _source.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken = default) => _source.Task.WaitAsync(Patience, cancellationToken);

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isSo())
            await Task.Delay(10, limit.Token);
    }
}
