using ArtifactBuild.Generator.Naming;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Generator.Emitting;

/// <summary>A folder of an artifact. Its entries are neighbours, because they are sorted by their UTF-8 paths.</summary>
internal sealed class FolderNode
{
    /// <summary>Below this depth folders get no classes, and what is in them becomes members of the last class.</summary>
    private const int MaxDepth = 16;

    private readonly EquatableArray<LockedEntry> _entries;

    private FolderNode(EquatableArray<LockedEntry> entries, string path, int start, int end, int depth)
    {
        _entries = entries;
        Path = path;
        Start = start;
        Count = end - start;
        for (int i = start; i < end;)
        {
            string entryPath = entries[i].Path;
            int slash = depth == MaxDepth ? -1 : entryPath.IndexOf('/', path.Length);
            if (slash < 0)
            {
                Files.Add(i++);
                continue;
            }

            int folderEnd = i + 1;
            while (folderEnd < end && string.CompareOrdinal(entries[folderEnd].Path, 0, entryPath, 0, slash + 1) == 0)
                folderEnd++;

            var folder = new FolderNode(entries, entryPath.Substring(0, slash + 1), i, folderEnd, depth + 1);
            Folders.Add(folder);
            FolderCount += 1 + folder.FolderCount;
            i = folderEnd;
        }
    }

    /// <summary>Gets the path, empty or with a slash at the end.</summary>
    public string Path { get; }

    /// <summary>Gets the index of the first entry below the folder.</summary>
    public int Start { get; }

    /// <summary>Gets the number of entries below the folder, at any depth.</summary>
    public int Count { get; }

    /// <summary>Gets the number of folders below the folder, at any depth.</summary>
    public int FolderCount { get; }

    public List<FolderNode> Folders { get; } = [];

    /// <summary>Gets the indexes of the entries that are members of the folder's class.</summary>
    public List<int> Files { get; } = [];

    public static FolderNode Build(EquatableArray<LockedEntry> entries) => new(entries, "", 0, entries.Count, 0);

    /// <summary>Names the members of the folder's class.</summary>
    /// <returns>The names of the files, if they get any, then those of the folders.</returns>
    public string[] NameMembers(string className, bool withFiles, List<NameCollision> collisions)
    {
        var paths = new List<string>(Files.Count + Folders.Count);
        if (withFiles)
            foreach (int file in Files)
                paths.Add(_entries[file].Path);

        foreach (FolderNode folder in Folders)
            paths.Add(folder.Path);

        return MemberNames.Assign(paths, Path.Length, name => ReservedNames.AvoidInFolder(name, className), collisions);
    }
}
