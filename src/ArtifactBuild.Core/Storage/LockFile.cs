namespace ArtifactBuild.Storage;

/// <summary>A lock between processes: an open file that nobody else may open. The system releases it when its process ends.</summary>
internal static class LockFile
{
    /// <summary>Waits for the lock; whoever holds it does so for milliseconds.</summary>
    public static async Task<FileStream> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (TryAcquire(path) is FileStream held)
                return held;
            int pause = Random.Shared.Next(1, Math.Min(50, 2 << Math.Min(attempt, 10)));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; EWOULDBLOCK, 11 on Linux and 35 on macOS, from flock(2).
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.GetType() == typeof(IOException) && e.HResult is 11 or 35;
}
