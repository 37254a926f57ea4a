using ArtifactBuild.Storage;

namespace ArtifactBuild.Builds.Pins;

/// <summary>How a registry is written in a lockfile, which must be the same on every machine and hold no absolute path.</summary>
internal static class LockedRegistry
{
    // Stands for a folder outside the repository, whose path differs from machine to machine.
    private const string Elsewhere = "local";

    /// <param name="address">A URI or an absolute path.</param>
    /// <param name="lockFile">The absolute path of the lockfile.</param>
    /// <returns>The URI; of a folder in the same repository its relative path, of any other folder a fixed word.</returns>
    public static string Describe(string address, string lockFile)
    {
        if (ObjectStores.SchemeOf(address) is not (null or "file"))
            return address;
        string folder = FolderOf(address);
        string home = Path.GetDirectoryName(lockFile)!;
        string relative = Path.GetRelativePath(RepositoryRoot(home), folder);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? Elsewhere
            : "file:" + Path.GetRelativePath(home, folder).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Whether what a lockfile says is what the project says, on this machine and on those where no repository is around the files.</summary>
    public static bool Matches(string locked, string address, string lockFile)
    {
        bool isFolder = ObjectStores.SchemeOf(address) is null or "file";
        if (!isFolder || locked == Elsewhere)
            return isFolder ? locked == Elsewhere : locked == address;
        return locked.StartsWith("file:", StringComparison.Ordinal)
            && Path.GetFullPath(locked["file:".Length..], Path.GetDirectoryName(lockFile)!) == FolderOf(address);
    }

    /// <summary>The address behind what a lockfile says.</summary>
    /// <param name="locked">What the lockfile says.</param>
    /// <param name="elsewhere">The address of a folder of which the lockfile does not say where it lies.</param>
    /// <param name="lockFile">The absolute path of the lockfile.</param>
    public static string AddressOf(string locked, string elsewhere, string lockFile) =>
        locked == Elsewhere ? elsewhere
        : locked.StartsWith("file:", StringComparison.Ordinal) ? Path.GetFullPath(locked["file:".Length..], Path.GetDirectoryName(lockFile)!)
        : locked;

    private static string FolderOf(string address) => Path.TrimEndingDirectorySeparator(
        ObjectStores.SchemeOf(address) is null ? address : new Uri(address).LocalPath);

    private static string RepositoryRoot(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            // A work tree and a submodule have a file of this name.
            if (Path.Exists(Path.Combine(at, ".git")))
                return at;
        }

        return folder;
    }
}
