using System.Runtime.CompilerServices;
using ArtifactBuild.Cache;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// Remembers what a build copied to its output. A build that finds everything as the last one left it need not restore, nor
/// hand the files to MSBuild again, which takes the longer the more there are.
/// </summary>
/// <param name="workDirectory">The absolute path of the project's folder in obj/.</param>
/// <param name="outputDirectory">The absolute path of the output.</param>
internal sealed class BuildOutputCopies(string workDirectory, string outputDirectory)
{
    // The time of a leftover that could not be deleted. No file has it, so no build takes it for a copy in place.
    private const long ToBeDeleted = -1;

    private readonly LastBuildFile _file = new(workDirectory);
    private readonly BuildOutputFolder _output = new(outputDirectory);

    /// <summary>
    /// Looks whether there is nothing to do at all: nothing to pin, nothing to download, and every file in the output as the last
    /// build left it. Opens the file about the last build and no other file of ours; of all else it compares times, and of the lockfile the size, too.
    /// </summary>
    /// <param name="inputs">All that the project says and that may change what there is to do, as one text.</param>
    /// <param name="cleanFile">The absolute path of MSBuild's list of what it wrote. It deletes what it listed once and does not write again.</param>
    /// <returns>The copies; <see langword="null"/> if there is something to do, or may be.</returns>
    public CopiedFile[]? Find(string inputs, string cleanFile)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            if (_file.Read() is not { Restore: { } restore, Inputs.Length: > 0 } last
                || last.Inputs != OneLine(inputs)
                || last.OutputDirectory != _output.Path
                || restore.LockFile != FileState.Of(restore.LockFile.Path)
                || !CacheFolders.AreUntouched(restore.CacheFolders)
                || Locate(last.Copies, cleanFile) is not { } copies)
            {
                return null;
            }

            if (DateTime.UtcNow.Ticks - FileTime.TicksOf(restore.UsesFile) > CacheUses.GrainTicks)
                TouchUses(restore.UsesFile);
            return copies;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A restore looks at all of it again, and says what is wrong.
            return null;
        }
    }

    /// <summary>
    /// Takes the copies over from MSBuild after they were made: deletes what an earlier build copied and this one does not want,
    /// and takes them off MSBuild's list of what it wrote.
    /// </summary>
    /// <param name="inputs">All that the project says and that may change what there is to do, as one text.</param>
    /// <param name="restoreStamp">
    /// The stamp of the restore that listed the files; empty if the next build has to go the same way in any case, and
    /// <see langword="null"/> if there is no restore to remember any more.
    /// </param>
    /// <param name="files">The source of each copy by its path below the output.</param>
    /// <param name="written">Absolute paths of what else the build wrote, which is nobody's leftover.</param>
    /// <param name="cleanFile">The absolute path of MSBuild's list of what it wrote.</param>
    /// <returns>The absolute paths of the leftovers that could not be deleted; the next build tries again.</returns>
    /// <exception cref="IOException">The copies can't be remembered. Nothing is lost: the next build looks at the files.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public IReadOnlyList<string> Record(
        string inputs, string? restoreStamp, IReadOnlyDictionary<string, string> files, IEnumerable<string> written, string cleanFile)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(written);
        LastBuild last = _file.Read() ?? new LastBuild();
        var former = new FormerLists(workDirectory);
        IEnumerable<string> earlier = last.OutputDirectory == _output.Path ? last.Copies.Select(copy => copy.Path) : [];
        string[] stuck = Delete(
            earlier.Concat(former.CopiesIn(_output.Path)), wanted: files.Keys.Concat(_output.Below(written)).ToHashSet(BuildOutputFolder.Paths));
        // Another build may have restored meanwhile, which had other files.
        bool areComparable = !string.IsNullOrEmpty(restoreStamp) && restoreStamp == last.Restore?.Stamp
            && files.All(file => FileState.Of(_output.Locate(file.Key)).IsLike(FileState.Of(file.Value)));
        _file.Write(new LastBuild
        {
            Restore = restoreStamp is null ? null : last.Restore,
            Inputs = areComparable ? OneLine(inputs) : "",
            OutputDirectory = _output.Path,
            Copies =
            [
                .. files.Keys.Select(target => new FileTime(target, FileTime.TicksOf(_output.Locate(target)))),
                .. stuck.Select(target => new FileTime(target, ToBeDeleted)),
            ],
        });
        former.Remove();
        // Last, so that at every moment at least one of the two lists has the copy; one on neither would never be deleted.
        _output.Unlist(cleanFile, files.Keys);
        return [.. stuck.Select(_output.Locate)];
    }

    private CopiedFile[]? Locate(FileTime[] remembered, string cleanFile)
    {
        var listed = new HashSet<string>(File.Exists(cleanFile) ? _output.Below(File.ReadAllLines(cleanFile)) : [], StringComparer.Ordinal);
        var copies = new CopiedFile[remembered.Length];
        for (int i = 0; i < copies.Length; i++)
        {
            string target = remembered[i].Path;
            string path = _output.Locate(target);
            if (listed.Contains(target) || FileTime.TicksOf(path) != remembered[i].Ticks)
                return null;
            copies[i] = new CopiedFile(path, target);
        }

        return copies;
    }

    private string[] Delete(IEnumerable<string> targets, HashSet<string> wanted)
    {
        var stuck = new List<string>();
        foreach (string target in targets)
        {
            // The first time that it is seen.
            if (!wanted.Add(target))
                continue;
            try
            {
                string path = _output.Locate(target);
                if (File.Exists(path))
                    File.Delete(path);
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                stuck.Add(target);
            }
        }

        return [.. stuck];
    }

    // Apart, because this loads ArtifactBuild.Core, which a build with nothing to do does without on all other occasions.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TouchUses(string path) => CacheUses.TouchFile(path, DateTime.UtcNow);

    private static string OneLine(string inputs) => inputs.ReplaceLineEndings(" ");
}
