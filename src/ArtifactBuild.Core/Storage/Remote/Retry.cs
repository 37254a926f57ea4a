using ArtifactBuild.Diagnostics;
using Polly;
using Polly.Retry;

namespace ArtifactBuild.Storage.Remote;

/// <summary>
/// Tries a request until it succeeds, fails for good, or has failed too often: pauses that double, with jitter, or those that
/// the server asks for.
/// </summary>
internal sealed class Retry
{
    private readonly RemoteOptions _options;
    private readonly ResiliencePipeline _pipeline;

    public Retry(RemoteOptions options)
    {
        _options = options;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = options.Clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(FailureOf(arguments.Outcome.Exception) is { IsTransient: true }),
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstPause,
            MaxDelay = options.MaxPause,
            DelayGenerator = arguments => ValueTask.FromResult(PauseAskedFor(FailureOf(arguments.Outcome.Exception))),
        }).Build();
    }

    /// <summary>Runs a request.</summary>
    /// <param name="attempt">One try. It throws <see cref="StoreFailureException"/>, or what the transport throws.</param>
    /// <param name="explain">What an exception of the store's own library means; nothing when it is none of that library.</param>
    /// <param name="cancellationToken">Cancels the request and the pauses; the server may have carried the request out.</param>
    /// <exception cref="StoreFailureException">No try succeeded.</exception>
    public async Task<T> RunAsync<T>(
        Func<IdleWatch, Task<T>> attempt, Func<Exception, StoreFailure?> explain, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(
            async (work, token) =>
            {
                using var watch = new IdleWatch(_options, token);
                return await TryAsync(() => work.attempt(watch), work.explain, token).ConfigureAwait(false);
            },
            (attempt, explain),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Runs one try, and says what its failure means.</summary>
    /// <exception cref="StoreFailureException">It failed.</exception>
    public static async Task<T> TryAsync<T>(Func<Task<T>> attempt, Func<Exception, StoreFailure?> explain, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ArtifactException or StoreFailureException))
        {
            // What nobody can explain is a defect, and stays loud.
            if ((explain(e) ?? StoreFailure.OfTransport(e)) is not StoreFailure failure)
                throw;
            // What a cancelled request breaks with depends on where it was.
            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreFailureException(failure, e);
        }
    }

    private TimeSpan? PauseAskedFor(StoreFailure? failure) =>
        failure?.RetryAfter is TimeSpan asked ? TimeSpan.FromTicks(Math.Min(asked.Ticks, _options.MaxPause.Ticks)) : null;

    private static StoreFailure? FailureOf(Exception? e) => (e as StoreFailureException)?.Failure;
}
