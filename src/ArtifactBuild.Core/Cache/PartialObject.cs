using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Cache;

/// <summary>
/// A large object on its way into the cache, under a name made of its digest: after a crash the next process that wants it goes
/// on with it. Whoever works on it holds its lock; the lock only saves double work, the digests decide what is right.
/// </summary>
internal sealed class PartialObject : IPartialContent
{
    private const string LockExtension = ".lock";

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(3);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);

    private readonly PartialLock? _lock;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly string _final;
    private readonly Sha256Digest _digest;
    private int _deleted;

    private PartialObject(PartialLock? held, SafeFileHandle file, string path, string final, Sha256Digest digest, bool isResumed)
    {
        _lock = held;
        _file = file;
        _path = path;
        _final = final;
        _digest = digest;
        IsResumed = isResumed;
    }

    public SafeFileHandle Handle => _file;

    public bool IsResumed { get; }

    /// <summary>Opens the file of a digest.</summary>
    /// <param name="folder">Where half-made objects lie.</param>
    /// <param name="final">The path that the object will have.</param>
    /// <param name="digest">Its SHA-256.</param>
    /// <param name="size">Its size in bytes.</param>
    public static (JobStart Start, IPartialContent? File) Open(string folder, string final, Sha256Digest digest, long size)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, digest.Hex);
        PartialLock? held;
        try
        {
            held = PartialLock.TryTake(path + LockExtension);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path + LockExtension))
        {
            // The lock file belongs to another user and can't be opened, so this process fetches into a file of its own.
            return OpenOwn(folder, final, digest, size);
        }

        // The process that holds the lock may hang: after a minute without a write this process fetches into a file of its own.
        if (held is null)
            return IsStuck(path) ? OpenOwn(folder, final, digest, size) : (JobStart.Busy, null);
        try
        {
            return OpenHeld(held, path, final, digest, size);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Removes what nobody has gone on with for days.</summary>
    public static void Sweep(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            try
            {
                SweepFile(path);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                // Another process is sweeping, or it belongs to another user.
            }
        }
    }

    public void Commit()
    {
        ArtifactCache.Seal(_file, _digest);
        Directory.CreateDirectory(Path.GetDirectoryName(_final)!);
        try
        {
            ArtifactCache.Place(_path, _final);
        }
        catch (FileNotFoundException) when (File.Exists(_final))
        {
            // Where file locks do nothing, another process may have worked on the same file, and was faster by a moment.
        }

        Dispose();
    }

    public void Delete()
    {
        if (Interlocked.Exchange(ref _deleted, 1) == 0)
            File.Delete(_path);
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_lock is null)
            DeleteOwn();
        _lock?.Dispose();
    }

    // Its name is known to this process alone, so no other one could go on with it.
    private void DeleteOwn()
    {
        try
        {
            Delete();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // It is swept when it was forgotten for long.
        }
    }

    private static (JobStart Start, IPartialContent? File) OpenHeld(
        PartialLock held, string path, string final, Sha256Digest digest, long size)
    {
        // Whoever had it before may have brought it to its end.
        if (File.Exists(final))
        {
            File.Delete(path);
            held.Dispose();
            return (JobStart.Done, null);
        }

        if (TryCreate(path, size) is SafeFileHandle made)
            return (JobStart.Begun, new PartialObject(held, made, path, final, digest, isResumed: false));
        try
        {
            return (JobStart.Begun, new PartialObject(held, Resume(path, size), path, final, digest, isResumed: true));
        }
        catch (UnauthorizedAccessException)
        {
            // It was sealed by a process that died before it could give it its name, or belongs to another user.
            File.Delete(path);
            return (JobStart.Begun, new PartialObject(held, OpenHandle(path, FileMode.CreateNew, size), path, final, digest, isResumed: false));
        }
    }

    private static SafeFileHandle Resume(string path, long size)
    {
        SafeFileHandle file = OpenHandle(path, FileMode.Open);
        try
        {
            // Those who wait go by this time.
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            if (RandomAccess.GetLength(file) != size)
                RandomAccess.SetLength(file, size);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static (JobStart Start, IPartialContent? File) OpenOwn(string folder, string final, Sha256Digest digest, long size)
    {
        if (File.Exists(final))
            return (JobStart.Done, null);
        string path = Path.Combine(folder, $"{digest.Hex}.{Guid.NewGuid():N}");
        return (JobStart.Begun, new PartialObject(null, TryCreate(path, size)!, path, final, digest, isResumed: false));
    }

    private static SafeFileHandle? TryCreate(string path, long size)
    {
        try
        {
            // The space is taken at once, so a disk that is too small says so before anything is fetched.
            return OpenHandle(path, FileMode.CreateNew, size);
        }
        catch (Exception e) when (DiskFailure.Is(e) && File.Exists(path))
        {
            return null;
        }
    }

    private static SafeFileHandle OpenHandle(string path, FileMode mode, long space = 0) => File.OpenHandle(
        path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, preallocationSize: space);

    private static bool IsStuck(string path)
    {
        DateTime file = File.GetLastWriteTimeUtc(path);
        DateTime held = File.GetLastWriteTimeUtc(path + LockExtension);
        // Neither is there when it came to its end a moment ago.
        return (File.Exists(path) || File.Exists(path + LockExtension)) && DateTime.UtcNow - (file > held ? file : held) > Stuck;
    }

    private static void SweepFile(string path)
    {
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Forgotten)
            return;
        bool isLock = path.EndsWith(LockExtension, StringComparison.Ordinal);
        using PartialLock? held = PartialLock.TryTake(isLock ? path : path + LockExtension);
        if (held is not null && !isLock)
            File.Delete(path);
    }
}
