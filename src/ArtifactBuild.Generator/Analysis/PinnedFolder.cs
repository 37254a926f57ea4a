using ArtifactBuild.Generator.Options;
using ArtifactBuild.Lockfiles;

namespace ArtifactBuild.Generator.Analysis;

/// <summary>A folder under the output that an artifact is copied to. What it holds is listed when a path into it is met.</summary>
internal sealed class PinnedFolder
{
    private readonly ReferencePlan _plan;
    private readonly Lazy<HashSet<string>> _folders;
    private readonly Lazy<Dictionary<string, string>> _members;
    private readonly Lazy<HashSet<string>> _files;

    public PinnedFolder(ReferencePlan plan, AccessorStyle style)
    {
        _plan = plan;
        _files = new(() => new HashSet<string>(plan.Artifact.Entries.Select(static entry => entry.Path), StringComparer.Ordinal));
        _folders = new(ListFolders);
        _members = new(() => EntryMembers.Of(plan, style));
    }

    /// <summary>Gets the path under the output, with a slash at the end.</summary>
    public string Path => _plan.TargetPath;

    /// <summary>Gets the artifact, for people.</summary>
    public string Shown => $"{_plan.Artifact.Requested} ({_plan.Artifact.Version})";

    /// <summary>Says whether a path is a file of the artifact or a folder in it.</summary>
    public bool Has(string path) => path.Length == 0 || _files.Value.Contains(path) || _folders.Value.Contains(path.TrimEnd('/'));

    /// <summary>Finds the accessor of a file.</summary>
    public string? FindMember(string path) => _members.Value.TryGetValue(path, out string? member) ? member : null;

    /// <summary>Finds what somebody may have meant: a path in other letters, or the same file in another folder.</summary>
    public string? FindSimilar(string path)
    {
        string name = path.Substring(path.LastIndexOf('/') + 1);
        string? sameName = null;
        foreach (LockedEntry entry in _plan.Artifact.Entries)
        {
            if (entry.Path.Equals(path, StringComparison.OrdinalIgnoreCase))
                return entry.Path;
            if (sameName is null && entry.Path.Substring(entry.Path.LastIndexOf('/') + 1).Equals(name, StringComparison.OrdinalIgnoreCase))
                sameName = entry.Path;
        }

        return sameName;
    }

    private HashSet<string> ListFolders()
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (LockedEntry entry in _plan.Artifact.Entries)
        {
            int slash = entry.Path.LastIndexOf('/');
            for (; slash > 0 && folders.Add(entry.Path.Substring(0, slash)); slash = entry.Path.LastIndexOf('/', slash - 1))
            {
            }
        }

        return folders;
    }
}
