using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Artifacts;

// What was done with a version, and what is being done with a draft.
public sealed partial class Artifact
{
    /// <summary>The log that <see cref="ArtifactRegistry.Log"/> started.</summary>
    internal Task<LogResult>? PendingLog { get; set; }

    /// <summary>Waits until the draft is logged. A logged artifact returns at once.</summary>
    /// <param name="timeout">How long to wait; <see langword="null"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Cancels the wait. The log goes on.</param>
    /// <returns>The artifact itself.</returns>
    /// <exception cref="ArtifactNotLoggedException">No log was started.</exception>
    /// <exception cref="TimeoutException">The time is over; the log goes on.</exception>
    /// <exception cref="ArtifactException">The log failed.</exception>
    public async Task<Artifact> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        if (IsDraft && PendingLog is null)
            throw new ArtifactNotLoggedException(nameof(WaitAsync));
        // A log that failed counts for nothing once another one has succeeded.
        if (PendingLog is not null && (IsDraft || !PendingLog.IsCompleted))
            await PendingLog.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return this;
    }

    /// <summary>Finds the run that logged the version.</summary>
    /// <returns>The run; <see langword="null"/> when none did.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public async Task<Run?> LoggedByAsync(CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        return logged.Entry.Run is string run
            ? await new RunLedger(logged.Registry).FindAsync(run, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Finds the runs that used the version.</summary>
    /// <returns>The runs, by the time at which they began.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    public Task<IReadOnlyList<Run>> UsedByAsync(CancellationToken cancellationToken = default)
    {
        LoggedVersion logged = Logged();
        return new RunLedger(logged.Registry).UsersAsync(logged.Entry, cancellationToken);
    }

    /// <summary>Finds the collection through which the artifact was fetched.</summary>
    /// <returns>The collection.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART2002: it was deleted meanwhile.</exception>
    public Task<ArtifactCollection> GetCollectionAsync(CancellationToken cancellationToken = default) =>
        CollectionOf(Logged().Name, cancellationToken);

    /// <summary>Finds the collection in which the version was logged.</summary>
    /// <returns>The collection.</returns>
    /// <exception cref="ArtifactNotLoggedException">The artifact is a draft.</exception>
    /// <exception cref="ArtifactException">ART2002: it was deleted meanwhile.</exception>
    public Task<ArtifactCollection> GetSourceCollectionAsync(CancellationToken cancellationToken = default) =>
        CollectionOf(Logged().Source, cancellationToken);

    private async Task<ArtifactCollection> CollectionOf(ArtifactName name, CancellationToken cancellationToken)
    {
        RegistryContext registry = _logged!.Registry;
        return await registry.ReadHeadAsync(name, cancellationToken).ConfigureAwait(false) is (CollectionHead head, _)
            ? new ArtifactCollection(registry, name, head)
            : throw new ArtifactException(
                ArtifactCodes.CollectionNotFound, $"The registry {registry.Store.Address} has no collection “{name.CollectionName}” any more.");
    }
}
