using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;

namespace ArtifactBuild.Transfer;

/// <summary>Makes a folder hold nothing but an artifact.</summary>
internal static class Checkout
{
    /// <exception cref="ArtifactException">ART3011: the folder is a drive, the user's home, or a repository.</exception>
    public static void EnsureExpendable(string folder)
    {
        string home = RealPath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        string full = Path.TrimEndingDirectorySeparator(folder);
        string real = RealPath(full);
        string? reason = real == Path.TrimEndingDirectorySeparator(Path.GetPathRoot(real)!) ? "a drive"
            : home.Length > 0 && IsSameOrBelow(home, real) ? "the user's home or a folder around it"
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

    /// <summary>
    /// Deletes every file that the manifest does not list, every link (never its target), and then every empty folder, so that nothing
    /// stands in the way of the entries.
    /// </summary>
    public static void RemoveOthers(string folder, Manifest manifest)
    {
        if (!Directory.Exists(folder))
            return;
        DiskFailure.Explain(
            () => RemoveBelow(new DirectoryInfo(folder), "", manifest),
            e => new ArtifactException(
                ArtifactCodes.OutputAccess, $"“{folder}” could not be cleared: {e.Message} Check that the folder may be written.", e));
    }

    private static void RemoveBelow(DirectoryInfo folder, string path, Manifest manifest)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string below = path + item.Name;
            bool isLink = item.LinkTarget is not null;
            if (item is DirectoryInfo child && !isLink)
            {
                RemoveBelow(child, below + "/", manifest);
                if (!child.EnumerateFileSystemInfos().Any())
                    child.Delete();
            }
            else if (isLink || !manifest.TryGet(below, out _))
            {
                item.Delete();
            }
        }
    }

    // A link on the way may lead to the home by another path.
    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } parent)
            return path;
        string place = Path.Combine(RealPath(parent), Path.GetFileName(path));
        var info = new DirectoryInfo(place);
        return info.LinkTarget is null ? place : info.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static bool IsSameOrBelow(string path, string folder)
    {
        string relative = Path.GetRelativePath(folder, path);
        return relative == "." || (!relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative));
    }
}
