using System.Collections.Immutable;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Artifacts;

// Who used what.
public sealed partial class ArtifactRegistry
{
    /// <summary>Records that a run used several versions: the run once, then each use.</summary>
    /// <param name="run">The run.</param>
    /// <param name="versions">
    /// The version of each, the manifest that it must have, since a registry that was made anew has other versions of the same
    /// names, and the name by which it is used.
    /// </param>
    /// <param name="cancellationToken">Cancels the requests to the registry. Some of the uses may have been recorded by then.</param>
    /// <returns>What could not be recorded, although the registry can be written to.</returns>
    internal async Task<ImmutableArray<ArtifactException>> RecordUsesAsync(
        Run run,
        IReadOnlyList<(ArtifactName Version, string ManifestSha256, string UsedAs)> versions,
        CancellationToken cancellationToken)
    {
        if (versions.Count == 0)
            return [];
        // First, because it shows whether the registry may be written at all.
        await new RunLedger(_context).RecordAsync(run, cancellationToken).ConfigureAwait(false);
        var failures = new ArtifactException?[versions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _context.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, versions.Count, options, async (i, token) =>
        {
            try
            {
                (ArtifactName name, string manifest, string usedAs) = versions[i];
                LoggedVersion version = await Lookup.FindAsync(name, token).ConfigureAwait(false);
                if (version.Entry.Manifest != manifest)
                    throw new ArtifactException(ArtifactCodes.VersionNotFound, $"“{name}” in {Address} is not the version that the lockfile pins: its manifest is {version.Entry.Manifest}, not {manifest}.");
                await new RunLedger(_context).NoteUseAsync(run, version.Entry, usedAs, token).ConfigureAwait(false);
            }
            catch (ArtifactException e)
            {
                failures[i] = e;
            }
        }).ConfigureAwait(false);
        return [.. failures.OfType<ArtifactException>()];
    }
}
