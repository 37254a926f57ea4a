using ArtifactBuild.Diagnostics;
using ArtifactBuild.Lockfiles;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ArtifactBuild.Cli;

/// <summary>Lockfiles as people name them: paths, globs, or nothing for the one in the current folder.</summary>
internal static class LockfilePaths
{
    /// <summary>Finds lockfiles; those of one glob come in the order of their paths, which is the same on every machine.</summary>
    /// <param name="option">The name of the option or argument, for messages.</param>
    /// <param name="globs">Paths and globs.</param>
    /// <exception cref="ArtifactException">
    /// ART1004: a glob finds no file, which is a typing error more often than meant. ART1013: it leads to a folder that can't be read.
    /// </exception>
    public static IReadOnlyList<string> Find(string option, IReadOnlyList<string> globs)
    {
        string here = Directory.GetCurrentDirectory();
        if (globs.Count == 0)
            return [Path.Combine(here, Lockfile.FileName)];
        var found = new List<string>();
        foreach (string glob in globs)
        {
            string[] paths = Match(option, glob, Path.GetFullPath(glob, here));
            found.AddRange(paths.Length > 0 ? paths : throw new ArtifactException(
                ArtifactCodes.InvalidOption, $"{option} “{glob}” finds no file. Check the path; it starts in {here}."));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static string[] Match(string option, string glob, string full)
    {
        int star = full.IndexOf('*', StringComparison.Ordinal);
        // With the separator at its end: without it, the root of the file system would be an empty text.
        string root = full[..(full.LastIndexOf(Path.DirectorySeparatorChar, star < 0 ? full.Length - 1 : star) + 1)];
        if (!Directory.Exists(root))
            return [];
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(Path.GetRelativePath(root, full));
        return DiskFailure.Explain<string[]>(
            () => [.. matcher.GetResultsInFullPath(root).Order(StringComparer.Ordinal)],
            e => new ArtifactException(
                ArtifactCodes.LockfileAccess,
                $"{option} “{glob}” leads to a folder that can't be read: {e.Message} Make it readable, or give globs that pass it by.",
                e));
    }
}
