using System.Diagnostics.CodeAnalysis;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Bytes;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Builds.Session;

/// <summary>
/// What the stops of one restore share, from the first pin to the record of use: the lockfile, the cache, the open registries and the
/// manifests. A registry is opened once, a manifest is hashed and parsed once, and one number bounds what runs at once.
/// </summary>
internal sealed class RestoreSession : IAsyncDisposable
{
    private readonly ReadOnce<Sha256Digest, Manifest> _manifests = new();
    private LockfileCopy? _lockfile;

    /// <summary>Begins a restore. Nothing is opened or read yet.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="opener">Opens registries, in a test; nothing for the usual way.</param>
    public RestoreSession(RestoreRequest request, Func<string, ArtifactRegistryOptions, ArtifactRegistry>? opener = null)
    {
        Request = request;
        Cache = new ArtifactCache(request.Settings.CacheDirectory) { FallbackDirectories = request.Settings.CacheFallbackDirectories };
        Registries = new RegistryPool(request.Settings, Cache) { Opener = opener ?? ArtifactRegistry.Open };
    }

    /// <summary>What is asked for.</summary>
    public RestoreRequest Request { get; }

    /// <summary>The cache that all bytes go through.</summary>
    public ArtifactCache Cache { get; }

    /// <summary>The open registries.</summary>
    public RegistryPool Registries { get; }

    /// <summary>How many pins are resolved, pinned versions opened, contents transferred and references loaded at once.</summary>
    public int MaxConcurrency =>
        Request.References.Select(reference => Registries.ConcurrencyAt(reference.Registry)).DefaultIfEmpty(1).Max();

    /// <summary>The lockfile as it was last read or written here; read when it is first asked for.</summary>
    /// <exception cref="ArtifactFileException">ART1010, ART1013: it can't be read.</exception>
    public LockfileCopy Lockfile => _lockfile ??= LockfileCopy.Read(Request.LockFile);

    /// <summary>Reads the lockfile again, because another process may have written it; it is parsed again only when it has another text.</summary>
    /// <exception cref="ArtifactFileException">ART1010, ART1013: it can't be read.</exception>
    public LockfileCopy ReadLockfileAgain()
    {
        LockfileCopy now = LockfileCopy.Read(Request.LockFile);
        return _lockfile = _lockfile?.Text == now.Text && _lockfile is not null ? _lockfile : now;
    }

    /// <summary>Writes another lockfile, in one step.</summary>
    /// <exception cref="ArtifactFileException">ART1013: it can't be written.</exception>
    public void WriteLockfile(Lockfile lockfile)
    {
        var next = new LockfileCopy(Request.LockFile, LockfileWriter.Write(lockfile), lockfile);
        LockfileStorage.Write(Request.LockFile, next.Text!);
        _lockfile = next;
    }

    /// <summary>
    /// Works on all references at once. A failure knows its reference, and of several the first reference's is thrown.
    /// </summary>
    /// <param name="work">Works on a reference, whose place among all is counted from 0.</param>
    /// <param name="cancellationToken">Cancels the work on every reference.</param>
    public Task ForEachReferenceAsync(
        Func<int, ArtifactReferenceItem, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        InOrder.ForEachAsync(
            Request.References.Count,
            MaxConcurrency,
            async (i, token) =>
            {
                try
                {
                    await work(i, Request.References[i], token).ConfigureAwait(false);
                }
                catch (ArtifactException e)
                {
                    e.Reference = i;
                    throw;
                }
            },
            cancellationToken);

    /// <summary>The manifest of a pinned version, from the cache where it is, else from its registry.</summary>
    /// <exception cref="ArtifactException">As for <see cref="VersionContent.GetManifestAsync"/>.</exception>
    public Task<Manifest> ReadManifestAsync(VersionContent content, CancellationToken cancellationToken) =>
        _manifests.GetAsync(content.ManifestDigest, () => content.GetManifestAsync(cancellationToken), cancellationToken);

    /// <summary>A manifest that was read before.</summary>
    public bool TryGetManifest(Sha256Digest digest, [NotNullWhen(true)] out Manifest? manifest) => _manifests.TryGet(digest, out manifest);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Registries.DisposeAsync().ConfigureAwait(false);
        Cache.Dispose();
    }
}
