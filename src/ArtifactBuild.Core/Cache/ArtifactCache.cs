using System.Collections.Concurrent;
using System.Text;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Cache;

/// <summary>
/// The shared cache: contents by SHA-256. Bytes enter only after their hash was computed while they were written, under a
/// temporary name that becomes the final one in one step, so the cache is right without any lock.
/// </summary>
/// <remarks>
/// An object is read-only, and its time is made from its digest: build systems that compare size and time then see two contents
/// of equal size as different, and the same content as the same on every machine.
/// </remarks>
public sealed partial class ArtifactCache : IDisposable
{
    private readonly Lock _scratchLock = new();
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);
    private TemporaryFolder? _scratch;

    /// <summary>Names a cache. Nothing is made yet.</summary>
    /// <param name="directory">Its folder; <see langword="null"/> for <see cref="CacheLocation.Default"/>.</param>
    public ArtifactCache(string? directory = null) =>
        CacheDirectory = Path.GetFullPath(string.IsNullOrEmpty(directory) ? CacheLocation.Default() : directory);

    /// <summary>The absolute path of the cache.</summary>
    public string CacheDirectory { get; }

    /// <summary>Where the object of a digest lies, or would lie.</summary>
    /// <param name="digest">The SHA-256 of the content.</param>
    /// <returns>An absolute path.</returns>
    public string PathOf(Sha256Digest digest) => PathOf(CacheDirectory, digest);

    /// <summary>Looks for an object and hashes it, so that an object that was damaged on the disk is found out.</summary>
    /// <param name="digest">The SHA-256 of the content.</param>
    /// <param name="cancellationToken">Cancels the hashing, which changes nothing in the cache.</param>
    /// <returns>The path of the right content; <see langword="null"/> when it is not there, a damaged object is removed.</returns>
    /// <exception cref="ArtifactException">ART3008: the cache can't be read.</exception>
    public Task<string?> FindVerifiedAsync(Sha256Digest digest, CancellationToken cancellationToken) => Guard(async () =>
    {
        string path = Locate(digest);
        if (!File.Exists(path))
            return null;
        Sha256Digest actual;
        try
        {
            FileStream content = SequentialFile.OpenRead(path);
            await using (content.ConfigureAwait(false))
                actual = await StreamDigest.OfAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (actual == digest)
            return path;
        if (path == PathOf(digest))
            File.Delete(path);
        return null;
    });

    /// <summary>Reads an object whole and hashes it, for who wants its bytes: one read and one hash in place of two.</summary>
    /// <returns>The right bytes; nothing when the object is not there, a damaged object is removed.</returns>
    internal Task<ReadOnlyMemory<byte>?> ReadVerifiedAsync(Sha256Digest digest, CancellationToken cancellationToken) => Guard<ReadOnlyMemory<byte>?>(async () =>
    {
        string path = Locate(digest);
        if (!File.Exists(path))
            return null;
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        if (Sha256Digest.Of(bytes) == digest)
            return bytes;
        if (path == PathOf(digest))
            File.Delete(path);
        return null;
    });

    /// <summary>Reads an object whole that <see cref="FindVerifiedAsync"/> or <see cref="AddAsync"/> gave.</summary>
    internal Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken) =>
        Guard(() => File.ReadAllBytesAsync(path, cancellationToken));

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

    /// <summary>
    /// A text that changes whenever objects may have gone: a build that remembers it need not look at each object again.
    /// </summary>
    /// <returns>The text; <see langword="null"/> when there is none, for example because the cache was deleted.</returns>
    internal string? Generation()
    {
        try
        {
            return File.ReadAllText(GenerationPath);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            return null;
        }
    }

    /// <summary>Makes sure that there is a <see cref="Generation"/>.</summary>
    internal void EnsureGeneration()
    {
        if (Generation() is not null)
            return;
        try
        {
            WriteGeneration(overwrite: false);
        }
        catch (IOException) when (Generation() is not null)
        {
            // Another process was faster.
        }
        catch (Exception e) when ((DiskFailure.Is(e) || e is ArtifactException)
            && (Directory.Exists(ObjectsFolder) || FallbackDirectories.Count > 0))
        {
            // Others fill this cache, or others than it are used. What there is can be used; without a generation every build
            // hashes it, and whoever has to write here says that it can't.
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw NotUsable(e);
        }
    }

    private void WriteGeneration(bool overwrite)
    {
        string temporary = NewTemporaryPath();
        try
        {
            CreateFolder(ObjectsFolder);
            File.WriteAllText(temporary, Guid.NewGuid().ToString("N"));
            File.Move(temporary, GenerationPath, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Waits for a lock between all processes that share the cache; the right use of the cache itself needs none.</summary>
    /// <param name="name">What is locked.</param>
    /// <param name="cancellationToken">Cancels the wait for the lock.</param>
    /// <returns>The lock, to be disposed.</returns>
    internal Task<FileStream> HoldAsync(string name, CancellationToken cancellationToken) => Guard(() =>
    {
        string folder = Path.Combine(CacheDirectory, "locks");
        CreateFolder(folder);
        string file = Path.Combine(folder, Sha256Digest.Of(Encoding.UTF8.GetBytes(name)).Hex[..32]);
        return AcquireAsync(file, cancellationToken);
    });

    /// <summary>Gives a file outside the cache the time that its content has inside.</summary>
    internal static async Task MarkAsync(string path, CancellationToken cancellationToken)
    {
        ContentDigests digests = await ContentHasher.HashFileAsync(path, cancellationToken).ConfigureAwait(false);
        File.SetLastWriteTimeUtc(path, TimeOf(digests.Sha256));
    }

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

    private string ObjectsFolder => Path.Combine(CacheDirectory, "objects");

    private string GenerationPath => Path.Combine(ObjectsFolder, "generation");

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

    // 2^53 moments of 100 ns from 1990 on, which is some 28 years: old enough never to look new to a build.
    private static DateTime TimeOf(Sha256Digest digest)
    {
        long moment = (long)(Convert.ToUInt64(digest.Hex[..16], 16) >> 11);
        return new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(moment);
    }

    private Task<T> Guard<T>(Func<Task<T>> work) => DiskFailure.ExplainAsync(work, NotUsable);

    internal ArtifactException NotUsable(Exception e) => new(
        ArtifactCodes.CacheAccess,
        $"The cache {CacheDirectory} could not be used: {e.Message} Free some space, make the folder writable, or name another one with ArtifactCacheDirectory, ARTIFACT_CACHE_DIR or --cache; a cache that is only read goes into ArtifactCacheFallbackDirectories.",
        e);
}
