using ArtifactBuild.Artifacts;
using ArtifactBuild.Transfer;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Cache;

/// <summary>
/// A large object on its way into the cache, under a name made of its digest: after a crash the next process that wants it goes
/// on with it. Whoever works on it holds its lock; the lock only saves double work, the digests decide what is right.
/// </summary>
internal sealed class PartialObject : IPartialContent
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(3);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);

    private readonly FileStream _held;
    private readonly string _path;
    private readonly string _final;

    private PartialObject(FileStream held, string path, string final, bool isResumed)
    {
        _held = held;
        _path = path;
        _final = final;
        IsResumed = isResumed;
    }

    public SafeFileHandle Handle => _held.SafeFileHandle;

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
        if (TryCreate(path, size) is FileStream made)
            return (JobStart.Begun, new PartialObject(made, path, final, isResumed: false));
        if (Storage.LockFile.TryAcquire(path) is not FileStream held)
        {
            // Somebody is at it. When nothing moves there any more, a copy of our own is the way out.
            return DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Stuck
                ? (JobStart.Busy, null)
                : OpenOwn(folder, final, digest, size);
        }

        // Whoever had it may have given it its final name in this moment; an empty file of that name is ours then.
        if (File.Exists(final))
        {
            File.Delete(path);
            held.Dispose();
            return (JobStart.Done, null);
        }

        if (!File.Exists(path))
        {
            held.Dispose();
            return (JobStart.Busy, null);
        }

        if (held.Length != size)
            held.SetLength(size);
        return (JobStart.Begun, new PartialObject(held, path, final, isResumed: true));
    }

    /// <summary>Removes what nobody has gone on with for days.</summary>
    public static void Sweep(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Forgotten)
                continue;
            using FileStream? held = Storage.LockFile.TryAcquire(path);
            if (held is not null)
                File.Delete(path);
        }
    }

    public void Commit()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_final)!);
        LetGo();
        ArtifactCache.Place(_path, _final);
    }

    public void Delete()
    {
        LetGo();
        File.Delete(_path);
    }

    public void Dispose() => _held.Dispose();

    // Windows neither moves nor deletes a file that is open; elsewhere the lock is held to the end.
    private void LetGo()
    {
        if (OperatingSystem.IsWindows())
            _held.Dispose();
    }

    private static (JobStart Start, IPartialContent? File) OpenOwn(string folder, string final, Sha256Digest digest, long size)
    {
        string path = Path.Combine(folder, $"{digest.Hex}.{Guid.NewGuid():N}");
        return (JobStart.Begun, new PartialObject(TryCreate(path, size)!, path, final, isResumed: false));
    }

    private static FileStream? TryCreate(string path, long size)
    {
        try
        {
            // The space is taken at once, so a disk that is too small says so before anything is fetched.
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.ReadWrite,
                Mode = FileMode.CreateNew,
                Share = FileShare.None,
                BufferSize = 0,
                PreallocationSize = size,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
