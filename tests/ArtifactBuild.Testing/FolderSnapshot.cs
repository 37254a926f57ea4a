namespace ArtifactBuild.Testing;

/// <summary>Every file, folder and link below a folder, as one text that two moments can be compared by.</summary>
internal static class FolderSnapshot
{
    public static string Of(string folder) => !Directory.Exists(folder)
        ? "(no folder)"
        : string.Join('\n', Describe(new DirectoryInfo(folder), "").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Describe(DirectoryInfo folder, string prefix)
    {
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos())
        {
            string name = prefix + item.Name;
            if (item.LinkTarget is string target)
                yield return $"{name} -> {target}";
            else if (item is DirectoryInfo below)
                foreach (string line in Describe(below, name + "/").Prepend(name + "/"))
                    yield return line;
            else if (item.Name == ".lock")
                yield return name;
            else
                yield return $"{name} {TestContent.Sha256(File.ReadAllBytes(item.FullName))}";
        }
    }
}
