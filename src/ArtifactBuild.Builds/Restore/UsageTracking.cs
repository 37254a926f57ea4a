using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// Records in the registries that a build uses what it restored. A registry that can't be reached or written is a warning; it never
/// makes the build fail.
/// </summary>
/// <param name="registries">The registries of the operation. What it looked up there is not looked up again.</param>
internal sealed class UsageTracking(RegistryPool registries)
{
    /// <summary>
    /// How long a registry may take. A store that does not answer is tried again for minutes, which a download is worth and this record
    /// is not.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Records the use of every pin of a restore that did something. Offline, or when everything was in place, it does nothing.</summary>
    /// <param name="run">The run that uses the versions.</param>
    /// <param name="request">What the build asked for.</param>
    /// <param name="result">What the restore did.</param>
    /// <param name="cancellationToken">Cancels the requests to the registries. Some of the uses may have been recorded by then.</param>
    /// <returns>ART2501 for each registry in which something could not be recorded.</returns>
    public async Task<ImmutableArray<ArtifactException>> RecordAsync(
        Run run, RestoreRequest request, RestoreResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        if (request.Offline || result.UpToDate)
            return [];
        IEnumerable<Task<ArtifactException?>> work = request.References
            .GroupBy(reference => reference.Registry, StringComparer.Ordinal)
            .Select(group => TryAsync(run, group.Key, [.. group.Select(reference => Use(reference, result.Lockfile))], cancellationToken));
        return [.. (await Task.WhenAll(work).ConfigureAwait(false)).OfType<ArtifactException>()];
    }

    /// <summary>Records the use of one version in the registry of the settings.</summary>
    /// <param name="settings">Whose run uses the version.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Cancels the requests to the registry. The use may have been recorded by then.</param>
    /// <returns>ART2501 when it could not be recorded.</returns>
    public static async Task<ArtifactException?> RecordAsync(BuildSettings settings, Artifact version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(version);
        if (settings.Run is not Run run)
            return null;
        var registries = new RegistryPool(settings);
        await using var closing = registries.ConfigureAwait(false);
        ArtifactName name = ArtifactName.Parse(version.QualifiedName) with { Suffix = version.Version };
        return await new UsageTracking(registries)
            .TryAsync(run, settings.Registry, [(name, version.CommitHash, version.QualifiedName)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<ArtifactException?> TryAsync(
        Run run,
        string address,
        IReadOnlyList<(ArtifactName Version, string ManifestSha256, string UsedAs)> uses,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        ArtifactRegistry? registry = null;
        try
        {
            registry = registries.ForWriting(address);
            ImmutableArray<ArtifactException> failures = await registry.RecordUsesAsync(run, uses, limit.Token).ConfigureAwait(false);
            return failures.IsEmpty ? null : Warning(registry, string.Join(" ", failures.Select(failure => $"{failure.Code}: {failure.Message}")));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Warning(registry, $"It took longer than {Patience.TotalSeconds:0} seconds.");
        }
        catch (ArtifactException e)
        {
            return Warning(registry, $"{e.Code}: {e.Message}");
        }
    }

    private static (ArtifactName, string, string) Use(ArtifactReferenceItem reference, Lockfile lockfile)
    {
        LockedArtifact pin = lockfile.Find(reference.Requested)!;
        return (reference.Name with { Suffix = pin.Version }, pin.ManifestSha256, reference.Requested);
    }

    private static ArtifactException Warning(ArtifactRegistry? registry, string reason) => new(
        ArtifactCodes.UsageNotRecorded,
        $"What is used could not be recorded{(registry is null ? "" : $" in {registry.Address}")}. {reason} Nothing else is affected. Use credentials with write access, or turn off ArtifactTrackUsage (--track-usage).");
}
