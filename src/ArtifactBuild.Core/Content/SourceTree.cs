using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Content;

/// <summary>The files below a folder, following links to files and folders.</summary>
internal static class SourceTree
{
    /// <summary>Lists the files with their <c>/</c>-separated path below the folder.</summary>
    /// <exception cref="ArtifactException">ART4001: a link leads nowhere or into a folder that holds it.</exception>
    public static IEnumerable<(string LocalPath, string Relative)> Files(string folder)
    {
        var open = new Stack<(string Path, string Relative, string[] Ancestors)>();
        open.Push((folder, "", [RealPath(folder)]));
        while (open.TryPop(out (string Path, string Relative, string[] Ancestors) next))
        {
            foreach (FileSystemInfo item in new DirectoryInfo(next.Path).EnumerateFileSystemInfos())
            {
                string localPath = Path.Combine(next.Path, item.Name);
                string relative = next.Relative + item.Name;
                if (Directory.Exists(localPath))
                {
                    string real = RealPath(localPath);
                    if (item.LinkTarget is not null && next.Ancestors.Contains(real, StringComparer.Ordinal))
                        throw Refused(localPath, "is a link to a folder that holds it");
                    open.Push((localPath, relative + "/", [.. next.Ancestors, real]));
                }
                else if (File.Exists(localPath))
                {
                    yield return (localPath, relative);
                }
                else
                {
                    throw Refused(localPath, "is a link that leads nowhere");
                }
            }
        }
    }

    private static string RealPath(string folder)
    {
        var info = new DirectoryInfo(folder);
        return (info.ResolveLinkTarget(returnFinalTarget: true) ?? info).FullName;
    }

    private static ArtifactException Refused(string path, string reason) => new(
        ArtifactCodes.SourceMissing,
        $"“{path}” {reason}, so the folder could not be added. Remove the link, or add the files one by one.");
}
