using System.Collections.Concurrent;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Cache;

/// <content>How an object comes in: under a temporary name, until all of its bytes are right.</content>
public sealed partial class ArtifactCache
{
    private readonly Lock _scratchLock = new();
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);
    private TemporaryFolder? _scratch;

    bool IFetchTarget.IsShared => true;

    // A large object can be gone on with by the next process; a small one is fetched again.
    (JobStart Start, IPartialContent? File) IFetchTarget.Open(Blob blob)
    {
        if (!blob.HasChunks)
            return (JobStart.Begun, new SmallObject(this, NewTemporaryPath(), blob.Digest));
        CreateFolder(PartialFolder);
        CreateFolder(Path.GetDirectoryName(PathOf(blob.Digest))!);
        return PartialObject.Open(PartialFolder, PathOf(blob.Digest), blob.Digest, blob.Size);
    }

    ArtifactException IFetchTarget.Explain(Exception e) => NotUsable(e);

    /// <summary>Takes a content in.</summary>
    /// <param name="digest">The SHA-256 that it must have.</param>
    /// <param name="size">The size in bytes that it must have.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="cancellationToken">Cancels the copy. The object is not in the cache then, and its temporary file is deleted.</param>
    /// <returns>The path of the object.</returns>
    /// <exception cref="ArtifactException">
    /// ART3001 or ART3002: the bytes are not the promised ones, and nothing is kept. ART3008: the cache can't be written.
    /// </exception>
    public Task<string> AddAsync(
        Sha256Digest digest, long size, Stream content, string source, CancellationToken cancellationToken) => Guard(async () =>
    {
        string temporary = NewTemporaryPath();
        try
        {
            FileStream file = SequentialFile.CreateNew(temporary);
            await using (file.ConfigureAwait(false))
            {
                await StreamDigest.CopyVerifiedAsync(content, file, digest, size, source, cancellationToken).ConfigureAwait(false);
            }

            return Publish(temporary, digest);
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    /// <summary>Takes in a file whose digest was computed while it was written, by giving it its name here.</summary>
    /// <param name="path">The file, in a <see cref="NewTemporaryPath"/> of this cache; it is moved.</param>
    /// <param name="digest">Its SHA-256.</param>
    internal void Adopt(string path, Sha256Digest digest) => Publish(path, digest);

    /// <summary>A path on the cache's own volume for a half-made file.</summary>
    internal string NewTemporaryPath()
    {
        lock (_scratchLock)
            return (_scratch ??= NewTemporaryFolder()).NewPath();
    }

    /// <summary>Clears away what killed processes left behind, also when nothing is to be written.</summary>
    internal void ClearDead()
    {
        TemporaryFolder.Clear(TemporaryParent);
        try
        {
            PartialObject.Sweep(PartialFolder);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // The folder can't be listed; whoever has to write there will say so.
        }
    }

    /// <summary>A folder on the cache's own volume for half-made files.</summary>
    internal TemporaryFolder NewTemporaryFolder() => DiskFailure.Explain(
        () =>
        {
            CreateFolder(TemporaryParent);
            return TemporaryFolder.Create(TemporaryParent);
        },
        NotUsable);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_scratchLock)
        {
            _scratch?.Dispose();
            _scratch = null;
        }
    }

    /// <summary>Where large objects lie that are not whole yet.</summary>
    internal string PartialFolder => Path.Combine(CacheDirectory, "partial");

    private string TemporaryParent => Path.Combine(CacheDirectory, "tmp");

    private void Add(Sha256Digest digest, ReadOnlySpan<byte> bytes)
    {
        string temporary = NewTemporaryPath();
        try
        {
            File.WriteAllBytes(temporary, bytes);
            Publish(temporary, digest);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string Publish(string temporary, Sha256Digest digest)
    {
        using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            Seal(file, digest);
        return Place(temporary, digest);
    }

    /// <summary>Makes a complete file read-only and gives it the time of its content.</summary>
    internal static void Seal(SafeFileHandle file, Sha256Digest digest)
    {
        File.SetLastWriteTimeUtc(file, TimeOf(digest));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>Gives a sealed file its name.</summary>
    internal string Place(string temporary, Sha256Digest digest)
    {
        string path = PathOf(digest);
        if (!_folders.ContainsKey(digest.Hex[..2]))
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            _folders[digest.Hex[..2]] = true;
        }

        Place(temporary, path);
        return path;
    }

    internal static void Place(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException && File.Exists(temporary))
        {
            // Somebody cleared the cache since its folder was made.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (DiskFailure.Is(e) && OperatingSystem.IsWindows() && File.Exists(path))
        {
            // Somebody is reading the object that another process put there: it has the same bytes.
        }
    }

    /// <summary>A small object on its way in, by itself under a temporary name.</summary>
    private sealed class SmallObject(ArtifactCache cache, string path, Sha256Digest digest) : IPartialContent
    {
        private bool _gone;

        public SafeFileHandle Handle { get; } = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);

        public bool IsResumed => false;

        public void Commit()
        {
            Seal(Handle, digest);
            // Windows renames no file that is open for writing.
            Handle.Dispose();
            cache.Place(path, digest);
            _gone = true;
        }

        public void Delete() => Dispose();

        public void Dispose()
        {
            Handle.Dispose();
            if (_gone)
                return;
            _gone = true;
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                // It goes with the folder for half-made files.
            }
        }
    }
}
