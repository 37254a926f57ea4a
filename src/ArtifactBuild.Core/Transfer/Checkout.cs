using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Transfer;

/// <summary>Makes a folder hold nothing but an artifact.</summary>
internal static class Checkout
{
    /// <exception cref="ArtifactException">ART3011: the folder is a drive, the user's home, or a repository.</exception>
    public static void EnsureExpendable(string folder)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string full = Path.TrimEndingDirectorySeparator(folder);
        string? reason = full == Path.TrimEndingDirectorySeparator(Path.GetPathRoot(full)!) ? "a drive"
            : home.Length > 0 && IsSameOrBelow(home, full) ? "the user's home or a folder around it"
            : Path.Exists(Path.Combine(full, ".git")) ? "a repository"
            : new DirectoryInfo(full).LinkTarget is not null ? "a link"
            : null;
        if (reason is not null)
        {
            throw new ArtifactException(
                ArtifactCodes.NotExpendable,
                $"“{folder}” is {reason}, and a checkout deletes every file that is not of the artifact. Give a folder of its own, or use a download.");
        }
    }

    /// <summary>Deletes every file that is no entry, links themselves rather than what they lead to, and then every empty folder.</summary>
    public static void RemoveOthers(string folder, Manifest manifest)
    {
        try
        {
            RemoveBelow(new DirectoryInfo(folder), "", manifest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactException(
                ArtifactCodes.OutputAccess, $"“{folder}” could not be cleared: {e.Message} Check that the folder may be written.", e);
        }
    }

    private static void RemoveBelow(DirectoryInfo folder, string path, Manifest manifest)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string below = path + item.Name;
            if (item is DirectoryInfo { LinkTarget: null } child)
            {
                RemoveBelow(child, below + "/", manifest);
                if (!child.EnumerateFileSystemInfos().Any())
                    child.Delete();
            }
            else if (!manifest.TryGet(below, out _))
            {
                item.Delete();
            }
        }
    }

    private static bool IsSameOrBelow(string path, string folder)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative == "." || (!relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative));
    }
}
