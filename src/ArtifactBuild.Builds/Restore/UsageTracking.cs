using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// Records in the registries that a build uses what it restored. As well as it can: a registry that can't be reached or written
/// is worth a warning, and never a failed build.
/// </summary>
internal static class UsageTracking
{
    // A registry that is away is tried again and again, and nobody waits for a note as long as for a model.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Records the use of every pin of a restore that did something. Offline, or when everything was in place, it does nothing.</summary>
    /// <param name="request">What the build asked for; the run of its settings is the one that uses the versions.</param>
    /// <param name="result">What the restore did.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>ART2501 for each registry in which something could not be recorded.</returns>
    public static Task<ImmutableArray<ArtifactException>> RecordAsync(
        RestoreRequest request, RestoreResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        return RecordAsync(request, result, Patience, cancellationToken);
    }

    /// <summary>Records the use of one version in the registry of the settings.</summary>
    /// <param name="settings">Whose run uses the version.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>ART2501 when it could not be recorded.</returns>
    public static async Task<ArtifactException?> RecordAsync(BuildSettings settings, Artifact version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(version);
        var registries = new WrittenRegistries(settings);
        await using var closing = registries.ConfigureAwait(false);
        ArtifactName name = ArtifactName.Parse(version.QualifiedName) with { Suffix = version.Version };
        return await TryAsync(
            () => registries.Open(settings.Registry), [(name, version.CommitHash, version.QualifiedName)], Patience, cancellationToken)
            .ConfigureAwait(false);
    }

    internal static async Task<ImmutableArray<ArtifactException>> RecordAsync(
        RestoreRequest request, RestoreResult result, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (request.Offline || result.UpToDate)
            return [];
        var registries = new WrittenRegistries(request.Settings);
        await using var closing = registries.ConfigureAwait(false);
        IEnumerable<Task<ArtifactException?>> work = request.References
            .GroupBy(reference => reference.Registry, StringComparer.Ordinal)
            .Select(group => TryAsync(
                () => registries.Open(group.Key), [.. group.Select(reference => Use(reference, result.Lockfile))], patience, cancellationToken));
        return [.. (await Task.WhenAll(work).ConfigureAwait(false)).OfType<ArtifactException>()];
    }

    private static async Task<ArtifactException?> TryAsync(
        Func<ArtifactRegistry> open,
        IReadOnlyList<(ArtifactName Version, string ManifestSha256, string UsedAs)> uses,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        ArtifactRegistry? registry = null;
        try
        {
            registry = open();
            ImmutableArray<ArtifactException> failures = await registry.RecordUsesAsync(uses, limit.Token).ConfigureAwait(false);
            return failures.IsEmpty ? null : Warning(registry, string.Join(" ", failures.Select(failure => $"{failure.Code}: {failure.Message}")));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Warning(registry, $"It took longer than {patience.TotalSeconds:0} seconds.");
        }
        catch (ArtifactException e)
        {
            return Warning(registry, $"{e.Code}: {e.Message}");
        }
    }

    private static (ArtifactName, string, string) Use(ReferenceDeclaration reference, Lockfile lockfile)
    {
        LockedArtifact pin = lockfile.Find(reference.Requested)!;
        return (reference.Name with { Suffix = pin.Version }, pin.ManifestSha256, reference.Requested);
    }

    private static ArtifactException Warning(ArtifactRegistry? registry, string reason) => new(
        ArtifactCodes.UsageNotRecorded,
        $"What the build uses could not be recorded{(registry is null ? "" : $" in {registry.Address}")}. {reason} The build is none the worse for it; give credentials that may write, or set ArtifactTrackUsage to false.");
}
