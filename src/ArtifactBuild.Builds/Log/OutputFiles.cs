using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ArtifactBuild.Builds.Log;

/// <summary>Finds the files of an output. Only folders in which a match can lie are looked at.</summary>
internal sealed class OutputFiles
{
    private readonly ArtifactOutputItem _output;
    private readonly Matcher _matcher = new(StringComparison.Ordinal);
    private readonly List<string> _globs = [];
    private readonly List<string> _listed = [];

    private OutputFiles(ArtifactOutputItem output)
    {
        _output = output;
        foreach (string pattern in output.Files)
        {
            if (pattern[0] == '!')
                _matcher.AddExclude(BelowRoot(pattern[1..]));
            else
                Include(BelowRoot(pattern));
        }
    }

    /// <summary>The files, with their paths in the artifact.</summary>
    /// <exception cref="ArtifactException">
    /// ART4001: a file that is listed by its name is not there, or something can't be read. ART4010: there are no files at all.
    /// </exception>
    public static IReadOnlyList<(string LocalPath, string Path)> Match(ArtifactOutputItem output)
    {
        (string, string)[] matched = DiskFailure.Explain<(string, string)[]>(() => [.. new OutputFiles(output).All()], e => new ArtifactException(
            ArtifactCodes.SourceMissing,
            $"ArtifactOutput “{output.Name}”: {output.Root} can't be searched: {e.Message} Check that everything in it may be read.",
            e));
        return matched.Length > 0 ? matched : throw new ArtifactException(
            ArtifactCodes.OutputEmpty,
            $"ArtifactOutput “{output.Name}” would be empty: nothing below {output.Root} matches {string.Join("; ", output.Files)}. Check Root and Files, and that the step which makes the files ran before.");
    }

    private IEnumerable<(string LocalPath, string Path)> All()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in _listed)
        {
            string localPath = Path.Combine(_output.Root, path);
            if (!File.Exists(localPath))
            {
                // Never leave out what was asked for by name: the version would be half of what it should be.
                throw new ArtifactException(
                    ArtifactCodes.SourceMissing,
                    $"ArtifactOutput “{_output.Name}” lists “{path}” in Files, {(Directory.Exists(localPath) ? $"which is a folder. Write {path}/** for all that is in it" : $"which is not in {_output.Root}. Check that the step which makes it ran before")}.");
            }

            if (IsWanted(path) && seen.Add(path))
                yield return (localPath, path);
        }

        foreach (string folder in Folders())
        {
            foreach ((string localPath, string relative) in SourceTree.Files(Path.Combine(_output.Root, folder)))
            {
                if (IsWanted(folder + relative) && seen.Add(folder + relative))
                    yield return (localPath, folder + relative);
            }
        }
    }

    // With absolute paths, because the matcher resolves a relative one from the current folder, which is not the project's.
    private bool IsWanted(string path) => _matcher.Match(_output.Root, Path.Combine(_output.Root, path)).HasMatches;

    /// <summary>The folders in which a glob's match can lie, none of them below another one.</summary>
    private IEnumerable<string> Folders()
    {
        string[] folders = [.. _globs.Select(glob => glob[..(glob.LastIndexOf('/', glob.IndexOf('*', StringComparison.Ordinal)) + 1)])
            .Distinct(StringComparer.Ordinal)];
        return folders.Where(folder => Directory.Exists(Path.Combine(_output.Root, folder))
            && !folders.Any(other => other.Length < folder.Length && folder.StartsWith(other, StringComparison.Ordinal)));
    }

    private void Include(string pattern)
    {
        // Written out, although the matcher reads a slash at the end as “everything below”: the search for folders needs the “*”.
        string whole = pattern.EndsWith('/') ? pattern + "**" : pattern;
        _matcher.AddInclude(whole);
        (whole.Contains('*', StringComparison.Ordinal) ? _globs : _listed).Add(whole);
    }

    /// <summary>A pattern as a path below the root: items of MSBuild that were globbed or made by targets may be absolute.</summary>
    private string BelowRoot(string pattern)
    {
        string relative = pattern.Replace('\\', '/');
        if (Path.IsPathFullyQualified(pattern))
            relative = Path.GetRelativePath(_output.Root, pattern).Replace(Path.DirectorySeparatorChar, '/') + (pattern[^1] is '/' or '\\' ? "/" : "");
        while (relative.StartsWith("./", StringComparison.Ordinal))
            relative = relative[2..];
        return relative is not ("" or "..") && !Path.IsPathRooted(relative) && !relative.Split('/').Contains("..", StringComparer.Ordinal)
            ? relative
            : throw new ArtifactException(
                ArtifactCodes.InvalidOption,
                $"Files=“{pattern}” of ArtifactOutput “{_output.Name}” does not lie below {_output.Root}. Set Root to a folder that holds all the files.");
    }
}
