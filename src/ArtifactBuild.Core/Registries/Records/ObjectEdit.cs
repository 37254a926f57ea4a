using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registries.Records;

/// <summary>
/// Changes one of the registry's mutable objects by compare-and-swap: read, change, write if nobody else did meanwhile; else
/// from the start, so that no writer's change is lost.
/// </summary>
internal static class ObjectEdit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="context">The registry.</param>
    /// <param name="key">The key of the object.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="edit">
    /// Makes the new object from the present one, which is missing when there is none; gives the very same object when there is
    /// nothing to change. May run several times.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ArtifactException">ART2011: other writers were faster for too long.</exception>
    public static async Task<T> RunAsync<T>(
        RegistryContext context, string key, JsonTypeInfo<T> type, Func<T?, T> edit, CancellationToken cancellationToken)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        for (int attempt = 0; clock.Elapsed < Patience; attempt++)
        {
            (T Value, string ETag)? found = await context.ReadAsync(key, type, cancellationToken).ConfigureAwait(false);
            T? before = found?.Value;
            T after = edit(before);
            if (ReferenceEquals(after, before))
                return after;
            PutCondition condition = found is null ? PutCondition.IfAbsent : PutCondition.IfMatch(found.Value.ETag);
            if (await context.WriteAsync(key, after, type, condition, cancellationToken).ConfigureAwait(false))
                return after;
            await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        throw new ArtifactException(
            ArtifactCodes.Contention,
            $"Other writers to the registry's object “{key}” were faster for {Patience.TotalMinutes} minutes. Try again when fewer write at once.");
    }

    /// <summary>Waits after a lost race. The longer the race, the wider the writers spread.</summary>
    public static Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(Random.Shared.Next(1, 4 << Math.Min(attempt, 8)), cancellationToken);
}
