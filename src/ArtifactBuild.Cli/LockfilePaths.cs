using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ArtifactBuild.Cli;

/// <summary>Lockfiles as people name them: paths, globs, or nothing for the one in the current folder.</summary>
internal static class LockfilePaths
{
    /// <param name="option">The name of the option or argument, for messages.</param>
    /// <param name="globs">Paths and globs.</param>
    /// <exception cref="ArtifactException">ART1004: a glob finds nothing, so that a slip of the pen goes nowhere.</exception>
    public static IReadOnlyList<string> Find(string option, IReadOnlyList<string> globs)
    {
        string here = Directory.GetCurrentDirectory();
        if (globs.Count == 0)
            return [Path.Combine(here, Lockfile.FileName)];
        var found = new List<string>();
        foreach (string glob in globs)
        {
            string full = Path.GetFullPath(glob, here);
            int star = full.IndexOf('*', StringComparison.Ordinal);
            string root = star < 0 ? Path.GetDirectoryName(full)! : full[..full.LastIndexOf(Path.DirectorySeparatorChar, star)];
            string[] paths = [.. Directory.Exists(root)
                ? new Matcher(StringComparison.Ordinal).AddInclude(Path.GetRelativePath(root, full)).GetResultsInFullPath(root)
                : []];
            found.AddRange(paths.Length > 0 ? paths : throw new ArtifactException(
                ArtifactCodes.InvalidOption, $"{option} “{glob}” finds no file. Check the path; it starts in {here}."));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }
}
