using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>What can be done with a lockfile alone, without the projects that it belongs to.</summary>
internal static class LockfileCommands
{
    /// <summary>
    /// Brings what a lockfile pins into the cache, for example before a build without a network, or into a cache that others
    /// only read. What references point to is not kept there.
    /// </summary>
    /// <param name="lockFile">The absolute path of the lockfile.</param>
    /// <param name="settings">Where the registry lies of which the lockfile does not say it, the cache, and how transfers run.</param>
    /// <param name="cancellationToken">
    /// Cancels the downloads. Objects that were whole by then stay in the cache, and chunks of large ones for a later restore.
    /// </param>
    /// <returns>What was downloaded; it lists no files.</returns>
    /// <exception cref="ArtifactException">Any known failure.</exception>
    public static async Task<RestoreResult> FetchAsync(string lockFile, BuildSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (LockfileCopy lockfile, RestoreRequest request) = Read(lockFile, settings);
        var session = new RestoreSession(request);
        await using var closing = session.ConfigureAwait(false);
        OpenedPin[] pins = await new PinOpener(session)
            .OpenAllAsync(lockfile, new OpenedPin?[request.References.Count], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Blob> fetched = await new PinDownload(session).FetchAsync(pins, cancellationToken).ConfigureAwait(false);
        return new RestoreResult([], lockfile.Content, false, fetched.Count, fetched.Sum(blob => blob.Size), UpToDate: fetched.Count == 0);
    }

    /// <summary>Resolves the pins of a lockfile again. None is removed: which project needs it is not known here.</summary>
    /// <param name="lockFile">The absolute path of the lockfile.</param>
    /// <param name="names">What the update is about; empty for everything.</param>
    /// <param name="settings">Where the registry lies of which the lockfile does not say it, the cache, and how transfers run.</param>
    /// <param name="cancellationToken">Cancels the requests to the registries. The lockfile is the old one, or the new one if it was written already.</param>
    /// <returns>What moved; it lists no files.</returns>
    /// <exception cref="ArtifactException">Any known failure.</exception>
    public static async Task<RestoreResult> UpdateAsync(
        string lockFile, IReadOnlyList<string> names, BuildSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (LockfileCopy lockfile, RestoreRequest request) = Read(lockFile, settings);
        var session = new RestoreSession(request with { Update = true, UpdateOnly = names });
        await using var closing = session.ConfigureAwait(false);
        PinResult pins = await new LockfilePins(session, new PinOpener(session)).PinAsync(lockfile, cancellationToken).ConfigureAwait(false);
        return new RestoreResult([], pins.Lockfile.Content, pins.IsWritten, 0, 0, UpToDate: false) { Moves = pins.Moves };
    }

    private static (LockfileCopy Lockfile, RestoreRequest Request) Read(string lockFile, BuildSettings settings)
    {
        var lockfile = LockfileCopy.Read(lockFile);
        if (lockfile.Text is null)
            throw new ArtifactFileException(ArtifactCodes.LockfileMissing, "There is no such lockfile. Check its path; a build makes it.", lockFile);
        ArtifactReferenceItem[] references = [.. lockfile.Content.Artifacts.Select(block =>
            ArtifactReferenceItem.Of(block, LockedRegistry.AddressOf(block.Registry, settings.Registry, lockFile)))];
        return (lockfile, new RestoreRequest(settings, references, lockFile, Path.GetDirectoryName(lockFile)!) { IsOfLockfile = true });
    }
}
