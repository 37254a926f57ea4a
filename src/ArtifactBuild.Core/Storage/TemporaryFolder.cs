using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage;

/// <summary>
/// A folder for half-made files that never outlives its use: it goes when it is disposed, and what a killed process leaves
/// behind goes when the next process makes one beside it.
/// </summary>
/// <remarks>
/// A live folder holds its own lock file open; a folder whose lock can be taken belongs to nobody. Where locks do nothing, as on
/// some network file systems, only what nobody has written to for days is taken for dead.
/// </remarks>
internal sealed class TemporaryFolder : IDisposable
{
    private const string LockName = ".lock";
    private const int MaxAttempts = 100;

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(3);

    private readonly FileStream _held;
    private int _files;

    private TemporaryFolder(string path, FileStream held)
    {
        FolderPath = path;
        _held = held;
    }

    public string FolderPath { get; }

    /// <summary>Makes a folder below a parent, which is made as well, and clears away what is dead beside it.</summary>
    public static TemporaryFolder Create(string parent)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(parent, Guid.NewGuid().ToString("N"));
            string lockPath = Path.Combine(path, LockName);
            FileStream? held = null;
            try
            {
                Directory.CreateDirectory(parent);
                Sweep(parent);
                Directory.CreateDirectory(path);
                held = LockFile.TryAcquire(lockPath);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException && attempt < MaxAttempts)
            {
                // Another process removed the parent, which was empty a moment ago; or a file stands in its way for good.
            }

            if (held is not null && File.Exists(lockPath))
                return new TemporaryFolder(path, held);
            // Another process took the folder for a dead one in the moment before it was locked; the next one will do.
            held?.Dispose();
        }
    }

    /// <summary>Clears away what is dead below a parent, and the parent with it when nothing is left.</summary>
    public static void Clear(string parent)
    {
        try
        {
            if (!Directory.Exists(parent))
                return;
            Sweep(parent);
            Directory.Delete(parent, recursive: false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // Somebody is at work there, or was a moment ago; a later run clears the rest.
        }
    }

    /// <summary>A path in the folder that has not been given before.</summary>
    public string NewPath() => Path.Combine(
        FolderPath, Interlocked.Increment(ref _files).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _held.Dispose();
        Delete(FolderPath);
        // The parent goes with its last folder; it is there again as soon as it is needed.
        try
        {
            Directory.Delete(Path.GetDirectoryName(FolderPath)!, recursive: false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
        }
    }

    private static void Sweep(string parent)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent))
        {
            try
            {
                string lockPath = Path.Combine(folder, LockName);
                using FileStream? taken = File.Exists(lockPath) ? LockFile.TryAcquire(lockPath) : null;
                bool abandoned = (taken is not null && (IsLocked(lockPath) || DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > Forgotten))
                    || (!File.Exists(lockPath) && DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) > TimeSpan.FromMinutes(1));
                if (abandoned)
                    Delete(folder);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                // Another process is sweeping the same folder, or it belongs to another user.
            }
        }
    }

    // Of a lock that is held already: whether that keeps a second one out.
    private static bool IsLocked(string lockPath)
    {
        using FileStream? again = LockFile.TryAcquire(lockPath);
        return again is null;
    }

    private static void Delete(string folder)
    {
        try
        {
            // The lock goes last: should this process die now, the next one still knows a dead folder by it.
            foreach (string path in Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != LockName))
                File.Delete(path);
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // What can't be deleted now is swept by a later run.
        }
    }
}
