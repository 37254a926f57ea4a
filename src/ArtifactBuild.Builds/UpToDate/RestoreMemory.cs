using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Session;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>What a restore knows from the build before, and leaves to the next one.</summary>
internal sealed class RestoreMemory(RestoreRequest request, ArtifactCache cache)
{
    // Part of the stamp: raised when what a restore does changes.
    private const int Revision = 3;

    private readonly LastBuildFile _file = new(request.WorkDirectory);

    /// <summary>Whether the last restore was of the same references and the same lockfile, with the same cache.</summary>
    /// <param name="lockText">The text of the lockfile.</param>
    public bool IsCurrent(string lockText) =>
        cache.Generation() is not null && _file.Read()?.Restore?.Stamp == StampOf(lockText);

    /// <summary>
    /// Leaves the restore to the next build if the cache has every object as it was taken in, as far as times tell. One that went is then
    /// fetched again instead of failing the copy.
    /// </summary>
    /// <param name="lockText">The text of the lockfile that was restored.</param>
    /// <param name="files">The files of the restore.</param>
    /// <param name="manifests">The manifests that were read to list them.</param>
    /// <returns>
    /// The stamp of the restore; <see langword="null"/> if an object is not there or the lockfile is another one by now, so that nobody
    /// may rely on the restore.
    /// </returns>
    /// <exception cref="ArtifactFileException">The lockfile can't be read.</exception>
    public string? Remember(string lockText, IReadOnlyList<RestoredFile> files, IEnumerable<string> manifests)
    {
        // Before the text is read and before the objects are looked at: what changes meanwhile then shows the next time.
        var lockFile = FileState.Of(request.LockFile);
        FileTime[] folders = CacheFolders.Of(files, manifests);
        LastBuild last = _file.Read() ?? new LastBuild();
        bool holds = LockfileCopy.Read(request.LockFile).Text == lockText && ArePresent(files);
        string? stamp = holds ? StampOf(lockText) : null;
        TryWrite(last with
        {
            Restore = stamp is null ? null : new RememberedRestore(stamp, lockFile, cache.Uses.PathOf(request.WorkDirectory), folders),
            // The copies are those of another restore, until the build has made those of this one.
            Inputs = stamp is not null && stamp == last.Restore?.Stamp ? last.Inputs : "",
        });
        return stamp;
    }

    /// <summary>The digest of all that a restore depends on: one with the same stamp has nothing to pin and nothing to download.</summary>
    private string StampOf(string lockText)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string? text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
            // Lengths keep neighbours apart.
            sha.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
            sha.AppendData(bytes);
        }

        Add(Revision.ToString(CultureInfo.InvariantCulture));
        Add(cache.CacheDirectory);
        Add(cache.Generation());
        foreach (string folder in cache.FallbackDirectories)
            Add(folder);
        Add(request.Settings.ProjectDirectory);
        // A lockfile names registries by their paths from where it lies.
        Add(request.LockFile);
        foreach (ArtifactReferenceItem reference in request.References)
        {
            Add(reference.Requested);
            Add(reference.Digest);
            Add(reference.Registry);
            Add(reference.Files);
            Add(reference.PathPrefix);
            Add(reference.TargetPath);
            Add(reference.Accessors ? "accessors" : "");
            Add(reference.AllowMissingReferences ? "missing" : "");
        }

        Add(lockText);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    // Only a change of the generation tells a build that a prune removed objects. And whoever writes to an object in its place leaves the
    // time of its folder alone.
    private bool ArePresent(IReadOnlyList<RestoredFile> files) => cache.Generation() is not null
        && files.All(file => file.Digest is not Sha256Digest digest || ArtifactCache.HasTimeOf(file.Source, digest));

    private void TryWrite(LastBuild build)
    {
        try
        {
            _file.Write(build);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // The next build finds the lockfile or the copies changed, or restores once more. The task that records the copies says why.
        }
    }
}
