using System.Globalization;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Cache;

/// <content>
/// A cache that several users share: whoever makes its folder says by the folder's mode who may write, and every folder below
/// gets the same mode whatever the umask of the user is who needs it first.
/// </content>
public sealed partial class ArtifactCache
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes a folder below the cache's own.</summary>
    internal void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (path.Length > CacheDirectory.Length && Path.GetDirectoryName(path) is string parent)
            CreateFolder(parent);
        Directory.CreateDirectory(path);
        if (OperatingSystem.IsWindows() || path.Length <= CacheDirectory.Length)
            return;
        UnixFileMode shared = File.GetUnixFileMode(CacheDirectory);
        if ((shared & OthersWrite) == 0)
            return;
        try
        {
            // The sticky bit would keep users from replacing what another one brought.
            File.SetUnixFileMode(path, shared & ~UnixFileMode.StickyBit);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user made it a moment ago, and gives it its mode.
        }
    }

    // A lock of another user can't be opened; two users hardly ever build into one lockfile, and then each one's write is whole.
    private static async Task<FileStream> AcquireAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await LockFile.AcquireAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException) when (File.Exists(file))
        {
            string own = string.Create(CultureInfo.InvariantCulture, $"{file}-{Environment.UserName}");
            return await LockFile.AcquireAsync(own, cancellationToken).ConfigureAwait(false);
        }
    }
}
