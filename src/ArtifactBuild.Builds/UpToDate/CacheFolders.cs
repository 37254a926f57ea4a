using ArtifactBuild.Builds.Session;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// The folders of the cache in which the objects of a restore lie. A folder changes its time when an object in it goes or is
/// replaced; only then each object has to be looked at. There are 256 at most in a cache.
/// </summary>
internal static class CacheFolders
{
    /// <summary>The folders as they are now.</summary>
    /// <param name="files">The files of the restore.</param>
    /// <param name="manifests">The manifests that were read to list them.</param>
    public static FileTime[] Of(IReadOnlyList<RestoredFile> files, IEnumerable<string> manifests)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (RestoredFile file in files)
        {
            if (file.Digest is not null)
                lookup.Add(Path.GetDirectoryName(file.Source.AsSpan()));
        }

        foreach (string manifest in manifests)
            lookup.Add(Path.GetDirectoryName(manifest.AsSpan()));
        return [.. folders.Select(folder => new FileTime(folder, FileTime.TicksOf(folder)))];
    }

    /// <summary>Whether no folder changed since. Looks at no object.</summary>
    public static bool AreUntouched(FileTime[] folders)
    {
        foreach (FileTime folder in folders)
        {
            if (FileTime.TicksOf(folder.Path) != folder.Ticks)
                return false;
        }

        return true;
    }
}
