namespace ArtifactBuild.Shared;

/// <summary>Finds paths that could not be files beside each other on a file system that ignores case.</summary>
internal sealed class EntryPathSet
{
    private readonly Dictionary<string, int> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);
    private string _lastFolder = "";

    public bool Add(string path, int at)
    {
        if (_files.ContainsKey(path))
            return false;

        _files.Add(path, at);
        AddFolders(path);
        return true;
    }

    /// <summary>Finds a path of a file that other entries use as a folder.</summary>
    public string? FindFileThatIsFolder(out int at)
    {
        string? found = null;
        at = int.MaxValue;
        foreach (string folder in _folders)
        {
            if (_files.TryGetValue(folder, out int fileAt) && fileAt < at)
            {
                at = fileAt;
                found = folder;
            }
        }

        return found;
    }

    private void AddFolders(string path)
    {
        int slash = path.LastIndexOf('/');
        // Neighbours are mostly in the same folder, and that one has been added.
        if (slash == _lastFolder.Length && string.CompareOrdinal(path, 0, _lastFolder, 0, slash) == 0)
            return;

        while (slash > 0)
        {
            string folder = path.Substring(0, slash);
            if (slash == path.LastIndexOf('/'))
                _lastFolder = folder;
            if (!_folders.Add(folder))
                return;

            slash = folder.LastIndexOf('/');
        }
    }
}
