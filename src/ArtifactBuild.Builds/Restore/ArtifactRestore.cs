using System.Collections.Immutable;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Runs;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// The restore of a build: pins what is not pinned, makes sure that the cache has every byte of every pin, and says which files
/// go where. When everything is in place it reads the lockfile and what the last build left, and nothing else.
/// </summary>
internal sealed class ArtifactRestore : IAsyncDisposable
{
    private readonly RestoreSession _session;
    private readonly RestoreMemory _memory;

    /// <summary>Prepares a restore.</summary>
    /// <param name="request">What the build asks for.</param>
    public ArtifactRestore(RestoreRequest request)
        : this(new RestoreSession(request))
    {
    }

    /// <summary>Prepares a restore in a session, which goes with it.</summary>
    internal ArtifactRestore(RestoreSession session)
    {
        _session = session;
        _memory = new RestoreMemory(session.Request, session.Cache);
    }

    /// <summary>What the build asks for.</summary>
    public RestoreRequest Request => _session.Request;

    /// <summary>Restores.</summary>
    /// <param name="cancellationToken">
    /// Cancels the downloads. Objects that were whole by then stay in the cache, and chunks of large ones for a later restore. The
    /// lockfile may have been written.
    /// </param>
    /// <returns>What was done and which files there are.</returns>
    /// <exception cref="ArtifactException">Any failure that has a code.</exception>
    public async Task<RestoreResult> RunAsync(CancellationToken cancellationToken)
    {
        Request.EnsureDistinct();
        var lockfile = LockfileCopy.Read(Request.LockFile);
        if (await FindUpToDateAsync(lockfile, cancellationToken).ConfigureAwait(false) is RestoreResult present)
            return present;
        if (Request.Locked)
            LockfilePlan.EnsureFits(Request, lockfile);
        var opener = new PinOpener(_session);
        PinResult pins = await new LockfilePins(_session, opener).PinAsync(lockfile, cancellationToken).ConfigureAwait(false);
        OpenedPin[] opened = await opener.OpenAllAsync(pins.Lockfile, pins.Opened, cancellationToken).ConfigureAwait(false);
        var download = new PinDownload(_session);
        IReadOnlyList<Blob> fetched = await download.FetchAsync(opened, cancellationToken).ConfigureAwait(false);
        await download.LoadReferencesAsync(opened, cancellationToken).ConfigureAwait(false);
        RestoredFiles restored = NewFiles();
        IReadOnlyList<RestoredFile> files = await restored.ListAsync(pins.Lockfile.Content, opened, cancellationToken).ConfigureAwait(false);
        RestoredFiles.EnsureDistinct(files, Request);
        // Before the restore is remembered, because later builds only set the time of the note in the cache.
        NoteUses(files, opened);
        string? stamp = _memory.Remember(pins.Lockfile.Text!, files, restored.Manifests);
        return new RestoreResult(
            files, pins.Lockfile.Content, pins.IsWritten, fetched.Count, fetched.Sum(blob => blob.Size), UpToDate: false)
        {
            Stamp = stamp,
            Moves = pins.Moves,
            Warnings = [.. EmptyFilter.Find(Request, files)],
        };
    }

    /// <summary>Records in the registries that a run uses what was restored.</summary>
    /// <param name="run">The run.</param>
    /// <param name="result">What <see cref="RunAsync"/> gave.</param>
    /// <param name="cancellationToken">Cancels the requests to the registries. Some of the uses may have been recorded by then.</param>
    /// <returns>ART2501 for each registry in which something could not be recorded.</returns>
    public Task<ImmutableArray<ArtifactException>> RecordUsesAsync(Run run, RestoreResult result, CancellationToken cancellationToken) =>
        new UsageTracking(_session.Registries).RecordAsync(run, Request, result, cancellationToken);

    /// <summary>
    /// Says which files there will be, from the lockfile alone: for design-time builds, which may touch neither network nor disk
    /// and must not fail.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <returns>The files of the references that are pinned; none when the lockfile can't be read.</returns>
    public async Task<IReadOnlyList<RestoredFile>> PreviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NewFiles().ListAsync(LockfileCopy.Read(Request.LockFile).Content, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException)
        {
            // A design-time build must not fail. The next real build reports what is wrong with the lockfile.
            return [];
        }
    }

    /// <summary>
    /// Says which files there must be, from a lockfile that fits the project: for verification, which asks no registry and needs
    /// the cache only for what the lockfile does not list.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <returns>Every file of every reference.</returns>
    /// <exception cref="ArtifactException">Any known failure.</exception>
    internal async Task<IReadOnlyList<RestoredFile>> ExpectAsync(CancellationToken cancellationToken)
    {
        Request.EnsureDistinct();
        var lockfile = LockfileCopy.Read(Request.LockFile);
        LockfilePlan.EnsureFits(Request, lockfile);
        RestoredFiles expected = NewFiles();
        IReadOnlyList<RestoredFile> files = await expected.ListAsync(lockfile.Content, null, cancellationToken).ConfigureAwait(false);
        return expected.IsComplete ? files : throw new ArtifactException(
            ArtifactCodes.OfflineMiss,
            $"What the output should hold is not known: a manifest is not in the cache {_session.Cache.CacheDirectory}, or a loaded reference is gone. Build once, then verify.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private RestoredFiles NewFiles() => new(Request, _session.Cache);

    // All that was asked for is where it was put, as far as the stamp and the times of folders tell.
    private async Task<RestoreResult?> FindUpToDateAsync(LockfileCopy lockfile, CancellationToken cancellationToken)
    {
        if (lockfile.Text is not string text || Request.Update || !_memory.IsCurrent(text))
            return null;
        RestoredFiles placed = NewFiles();
        IReadOnlyList<RestoredFile> files = await placed.ListAsync(lockfile.Content, null, cancellationToken).ConfigureAwait(false);
        if (!placed.IsComplete || _memory.Remember(text, files, placed.Manifests) is not string still)
            return null;
        _session.Cache.Uses.Touch(Request.WorkDirectory, DateTime.UtcNow);
        return new RestoreResult(files, lockfile.Content, false, 0, 0, UpToDate: true)
        {
            Stamp = still,
            Warnings = [.. EmptyFilter.Find(Request, files)],
        };
    }

    private void NoteUses(IReadOnlyList<RestoredFile> files, IReadOnlyList<OpenedPin> pins) => _session.Cache.Uses.Write(
        _session.Cache,
        Request.WorkDirectory,
        files.Select(file => file.Digest).OfType<Sha256Digest>().Concat(pins.Select(pin => pin.Content.ManifestDigest)).Distinct());
}
