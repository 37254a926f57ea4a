using System.Collections.Immutable;
using ArtifactBuild.Builds.Pins;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.Restore;

/// <summary>
/// The restore of a build: pins what is not pinned, makes sure that the cache has every byte of every pin, and says which files
/// go where. When everything is in place it reads the lockfile and what the last build left, and nothing else.
/// </summary>
internal sealed class ArtifactRestore : IDisposable
{
    private readonly RestoreRequest _request;
    private readonly ArtifactCache _cache;
    private readonly RestoreMemory _memory;

    /// <summary>Prepares a restore.</summary>
    /// <param name="request">What the build asks for.</param>
    public ArtifactRestore(RestoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _request = request;
        _cache = new ArtifactCache(request.Settings.CacheDirectory) { FallbackDirectories = request.Settings.CacheFallbackDirectories };
        _memory = new RestoreMemory(request, _cache);
    }

    /// <summary>What the build asks for.</summary>
    public RestoreRequest Request => _request;

    /// <summary>Restores.</summary>
    /// <param name="cancellationToken">Stops the work; nothing half-made stays under its name.</param>
    /// <returns>What was done and which files there are.</returns>
    /// <exception cref="ArtifactException">Any known failure.</exception>
    public async Task<RestoreResult> RunAsync(CancellationToken cancellationToken)
    {
        EnsureDistinct();
        string? text = LockfileStorage.ReadText(_request.LockFile);
        if (text is not null && !_request.Update && _memory.IsCurrent(text))
        {
            Lockfile current = LockfileStorage.Parse(text, _request.LockFile);
            var placed = new RestoredFiles(_request, _cache);
            IReadOnlyList<RestoredFile> present = await placed.ListAsync(current, cancellationToken).ConfigureAwait(false);
            if (placed.IsComplete && _memory.Remember(text, present, placed.Manifests) is string still)
            {
                _cache.Uses.Touch(_request.WorkDirectory, DateTime.UtcNow);
                return new RestoreResult(present, current, false, 0, 0, UpToDate: true)
                {
                    Stamp = still,
                    Warnings = [.. EmptyFilter.Find(_request, present)],
                };
            }
        }

        if (_request.Locked)
            EnsureFits(text);
        PinResult pins = await new LockfilePins(_request, _cache).PinAsync(cancellationToken).ConfigureAwait(false);
        var content = new RestoredContent(_request, _cache);
        await using var closing = content.ConfigureAwait(false);
        await content.FetchAsync(pins.Lockfile, cancellationToken).ConfigureAwait(false);
        var restored = new RestoredFiles(_request, _cache);
        IReadOnlyList<RestoredFile> files = await restored.ListAsync(pins.Lockfile, cancellationToken).ConfigureAwait(false);
        RestoredFiles.EnsureDistinct(files, _request);
        // Before the restore is remembered: later builds only touch the note.
        _cache.Uses.Write(_cache, _request.WorkDirectory, Used(pins.Lockfile, files));
        string? stamp = _memory.Remember(pins.Text, files, restored.Manifests);
        return new RestoreResult(files, pins.Lockfile, pins.IsWritten, content.DownloadedFiles, content.DownloadedBytes, UpToDate: false)
        {
            Stamp = stamp,
            Moves = pins.Moves,
            Warnings = [.. EmptyFilter.Find(_request, files)],
        };
    }

    /// <summary>
    /// Says which files there will be, from the lockfile alone: for design-time builds, which may touch neither network nor disk
    /// and must not fail.
    /// </summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The files of the references that are pinned; none when the lockfile can't be read.</returns>
    public async Task<IReadOnlyList<RestoredFile>> PreviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return LockfileStorage.ReadText(_request.LockFile) is string text
                ? await new RestoredFiles(_request, _cache)
                    .ListAsync(LockfileStorage.Parse(text, _request.LockFile), cancellationToken).ConfigureAwait(false)
                : [];
        }
        catch (ArtifactException)
        {
            // The build proper says what is wrong; the editor goes on with what it has.
            return [];
        }
    }

    /// <summary>
    /// Says which files there must be, from a lockfile that fits the project: for verification, which asks no registry and needs
    /// the cache only for what the lockfile does not list.
    /// </summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Every file of every reference.</returns>
    /// <exception cref="ArtifactException">Any known failure.</exception>
    internal async Task<IReadOnlyList<RestoredFile>> ExpectAsync(CancellationToken cancellationToken)
    {
        EnsureDistinct();
        string? text = LockfileStorage.ReadText(_request.LockFile);
        EnsureFits(text);
        var expected = new RestoredFiles(_request, _cache);
        IReadOnlyList<RestoredFile> files = await expected
            .ListAsync(LockfileStorage.Parse(text!, _request.LockFile), cancellationToken).ConfigureAwait(false);
        return expected.IsComplete ? files : throw new ArtifactException(
            ArtifactCodes.OfflineMiss,
            $"What the output should hold is not known: a manifest is not in the cache {_cache.CacheDirectory}, or a loaded reference is gone. Build once, then verify.");
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private IEnumerable<Sha256Digest> Used(Lockfile lockfile, IReadOnlyList<RestoredFile> files) => files
        .Select(file => file.Digest).OfType<Sha256Digest>()
        .Concat(_request.References.Select(reference => Sha256Digest.Parse(lockfile.Find(reference.Requested)!.ManifestSha256)))
        .Distinct();

    private void EnsureDistinct()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < _request.References.Count; i++)
        {
            string requested = _request.References[i].Requested;
            if (!seen.Add(requested))
            {
                throw FailureMark.With(i, new ArtifactException(
                    ArtifactCodes.DuplicateReference,
                    $"The project has more than one ArtifactReference to “{requested}”. Keep one, and list all that it wants in Files."));
            }
        }
    }

    private void EnsureFits(string? text)
    {
        const string Mend = "Run dotnet build -p:ArtifactLockedMode=false to bring it up to date, and commit it.";
        if (text is null)
        {
            throw new ArtifactFileException(
                ArtifactCodes.LockfileMissing, $"Locked mode: there is no lockfile. {Mend}", _request.LockFile);
        }

        ImmutableArray<LockDifference> differences = new LockfilePlan(_request, LockfileStorage.Parse(text, _request.LockFile)).Differences();
        if (!differences.IsEmpty)
        {
            throw LockfilePlace.Error(
                ArtifactCodes.LockfileMismatch,
                $"Locked mode: the lockfile does not fit the project: {string.Join("; ", differences.Select(difference => difference.Text))}. {Mend}",
                _request.LockFile,
                text,
                differences[0].Requested);
        }
    }
}
