using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;

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
        RestoreRequest request = Read(lockFile, settings);
        var session = new RestoreSession(request);
        await using var closing = session.ConfigureAwait(false);
        var content = new PinDownload(session) { LoadsReferences = false };
        await content.FetchAsync(cancellationToken).ConfigureAwait(false);
        return new RestoreResult([], session.Lockfile.Content, false, content.DownloadedFiles, content.DownloadedBytes, UpToDate: content.DownloadedFiles == 0);
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
        RestoreRequest request = Read(lockFile, settings) with { Update = true, UpdateOnly = names };
        var session = new RestoreSession(request);
        await using var closing = session.ConfigureAwait(false);
        PinResult pins = await new LockfilePins(session).PinAsync(cancellationToken).ConfigureAwait(false);
        return new RestoreResult([], session.Lockfile.Content, pins.IsWritten, 0, 0, UpToDate: false) { Moves = pins.Moves };
    }

    private static RestoreRequest Read(string lockFile, BuildSettings settings)
    {
        string text = LockfileStorage.ReadText(lockFile)
            ?? throw new ArtifactFileException(ArtifactCodes.LockfileMissing, "There is no such lockfile. Check its path; a build makes it.", lockFile);
        Lockfile lockfile = LockfileStorage.Parse(text, lockFile);
        ArtifactReferenceItem[] references = [.. lockfile.Artifacts.Select(block =>
            ArtifactReferenceItem.Of(block, LockedRegistry.AddressOf(block.Registry, settings.Registry, lockFile)))];
        return new RestoreRequest(settings, references, lockFile, Path.GetDirectoryName(lockFile)!) { IsOfLockfile = true };
    }
}
