using System.Globalization;
using System.Text;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Cache;
using ArtifactBuild.Model;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// Says whether the cache still has every file as it was taken in, so that one that went is fetched again instead of failing the
/// copy. A folder of the cache changes its time when a file in it goes or is replaced; only then each file is looked at.
/// </summary>
internal sealed class RestoredObjects(string workDirectory)
{
    private readonly string _path = Path.Combine(workDirectory, "artifacts.folders");

    /// <summary>Whether no folder changed since all were there; without looking at the files.</summary>
    public bool AreUntouched()
    {
        foreach (string line in Remembered()?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [""])
        {
            if (line.Split(' ', 2) is not [_, string folder] || line != Describe(folder))
                return false;
        }

        return true;
    }

    /// <summary>Whether all are there, as far as times tell.</summary>
    /// <param name="files">The files.</param>
    /// <param name="manifests">The manifests that were read to list them.</param>
    public bool ArePresent(IReadOnlyList<RestoredFile> files, IEnumerable<string> manifests)
    {
        // Before the files are looked at: what goes meanwhile then shows the next time.
        string folders = Describe(files, manifests);
        if (Remembered() == folders)
            return true;
        if (!files.All(file => file.Digest is not Sha256Digest digest || ArtifactCache.HasTimeOf(file.Source, digest)))
            return false;
        Remember(folders);
        return true;
    }

    private void Remember(string folders)
    {
        try
        {
            File.WriteAllText(_path, folders);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Each build then looks at each file.
        }
    }

    private string? Remembered()
    {
        try
        {
            return File.ReadAllText(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Describe(IReadOnlyList<RestoredFile> files, IEnumerable<string> manifests)
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
        var text = new StringBuilder();
        foreach (string folder in folders)
            text.Append(Describe(folder)).Append('\n');
        return text.ToString();
    }

    private static string Describe(string folder) =>
        string.Create(CultureInfo.InvariantCulture, $"{Directory.GetLastWriteTimeUtc(folder).Ticks} {folder}");
}
