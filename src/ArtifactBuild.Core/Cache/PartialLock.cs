using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Cache;

/// <summary>
/// The lock of a half-made object: a file of its own, so that the object's file can get its final name, and be read under it,
/// while the lock is held. Whoever holds it deletes it in the end.
/// </summary>
internal sealed class PartialLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _path;
    private bool _released;

    private PartialLock(FileStream held, string path)
    {
        _held = held;
        _path = path;
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <exception cref="UnauthorizedAccessException">It belongs to another user.</exception>
    public static PartialLock? TryTake(string path)
    {
        FileStream? held = LockFile.TryAcquire(path);
        if (held is null)
            return null;
        try
        {
            // Whoever had it may have deleted it since it was opened here, and another one may bear its name by now. A time
            // that is set on the one that was locked is seen under the name only if they are the same.
            File.SetLastWriteTimeUtc(held.SafeFileHandle, DateTime.UtcNow);
            if (File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(held.SafeFileHandle))
                return new PartialLock(held, path);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        held.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        // Windows deletes no open file; there somebody may have taken it in between, and the deletion fails, as it should.
        if (OperatingSystem.IsWindows())
            _held.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // It is empty, and the next one who takes it deletes it.
        }

        _held.Dispose();
    }
}
