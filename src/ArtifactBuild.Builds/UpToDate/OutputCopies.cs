using System.Globalization;
using ArtifactBuild.Cache;
using ArtifactBuild.Content;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// Remembers what a build copied to its output. A build that finds everything as the last one left it need not restore, nor
/// hand the files to MSBuild again, which takes the longer the more there are.
/// </summary>
/// <param name="workDirectory">The absolute path of the folder with the stamp.</param>
/// <param name="outputDirectory">The absolute path of the output.</param>
internal sealed class OutputCopies(string workDirectory, string outputDirectory)
{
    // The time of a leftover that could not be deleted. No file has it, so no build takes it for a copy in place.
    private const long ToBeDeleted = -1;
    private const int HeaderLines = 5;

    private readonly string _path = Path.Combine(workDirectory, "artifacts.copies");
    private readonly OutputFolder _output = new(outputDirectory);

    /// <summary>
    /// Looks whether there is nothing to do at all: nothing to pin, nothing to download, and every file in the output as the last
    /// build left it. Opens the list of the copies and no other file of ours; of all else it compares sizes and times. This runs
    /// in every build, mostly before the code is compiled to the machine's, so it is as little as possible.
    /// </summary>
    /// <param name="inputs">All that the project says and that may change what there is to do, as one text.</param>
    /// <param name="cleanFile">The absolute path of MSBuild's list of what it wrote. It deletes what it listed once and does not write again.</param>
    /// <returns>The copies; <see langword="null"/> if there is something to do, or may be.</returns>
    public CopiedFile[]? Find(string inputs, string cleanFile)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            if (!File.Exists(_path))
                return null;
            using var lines = new StreamReader(_path);
            if (lines.ReadLine() != OneLine(inputs) || lines.ReadLine() != _output.Path)
                return null;
            var lockFile = FileState.Parse(lines.ReadLine());
            string? usesFile = lines.ReadLine();
            bool holds = usesFile is not null
                && lockFile == FileState.Of(lockFile.Name)
                && File.Exists(RestoreStamp.PathIn(workDirectory))
                && new RestoredObjects(workDirectory).AreUntouched();
            if (!holds || ReadCopies(lines, cleanFile) is not { } copies)
                return null;
            CacheUses.TouchFile(usesFile!, DateTime.UtcNow);
            return copies;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
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
    /// <param name="evidence">What tells the next build that the restore still holds; <see langword="null"/> if it has to restore in any case.</param>
    /// <param name="files">The source of each copy by its path below the output.</param>
    /// <param name="written">Absolute paths of what else the build wrote, which is nobody's leftover.</param>
    /// <param name="cleanFile">The absolute path of MSBuild's list of what it wrote.</param>
    /// <returns>The absolute paths of the leftovers that could not be deleted; the next build tries again.</returns>
    /// <exception cref="IOException">The list can't be written. Nothing is lost: the next build looks at the files.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public IReadOnlyList<string> Record(
        string inputs, RestoreEvidence? evidence, IReadOnlyDictionary<string, string> files, IEnumerable<string> written, string cleanFile)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(written);
        var wanted = files.Keys.Concat(_output.Below(written)).ToHashSet(OutputFolder.Paths);
        List<string> stuck = Delete(wanted);
        if (files.Count == 0 && stuck.Count == 0)
        {
            if (File.Exists(_path))
                File.Delete(_path);
            return [];
        }

        bool areRight = files.All(file => FileState.Of(_output.Locate(file.Key), "") == FileState.Of(file.Value, ""));
        string[] header =
        [
            evidence is not null && areRight ? OneLine(inputs) : "",
            _output.Path,
            evidence?.LockFile.ToString() ?? "",
            evidence?.UsesFile ?? "",
            Text(files.Count + stuck.Count),
        ];
        WholeFile.Write(
            _path,
            [
                .. header,
                .. files.Keys.SelectMany(target => new[] { target, Text(TimeOf(_output.Locate(target))) }),
                .. stuck.SelectMany(target => new[] { target, Text(ToBeDeleted) }),
            ]);
        // Last: a copy must never be on neither list, or nobody would delete it any more.
        _output.Unlist(cleanFile, files.Keys);
        return [.. stuck.Select(_output.Locate)];
    }

    private CopiedFile[]? ReadCopies(StreamReader lines, string cleanFile)
    {
        if (!int.TryParse(lines.ReadLine(), CultureInfo.InvariantCulture, out int count) || count < 0)
            return null;
        HashSet<string> listed = File.Exists(cleanFile) ? [.. _output.Below(File.ReadLines(cleanFile))] : [];
        var copies = new CopiedFile[count];
        for (int i = 0; i < count; i++)
        {
            // Two lines for each, so that the one is the path as it is needed.
            if (lines.ReadLine() is not { } target || !long.TryParse(lines.ReadLine(), CultureInfo.InvariantCulture, out long time))
                return null;
            string path = _output.Locate(target);
            if (listed.Contains(target) || TimeOf(path) != time)
                return null;
            copies[i] = new CopiedFile(path, target);
        }

        return lines.ReadLine() is null ? copies : null;
    }

    private List<string> Delete(HashSet<string> wanted)
    {
        List<string> stuck = [];
        string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        if (lines.Length < HeaderLines || lines[1] != _output.Path)
            return stuck;
        foreach (string target in lines.Skip(HeaderLines).Where((_, i) => i % 2 == 0))
        {
            if (target.Length == 0 || wanted.Contains(target))
                continue;
            try
            {
                string path = _output.Locate(target);
                if (File.Exists(path))
                    File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                stuck.Add(target);
            }
        }

        return stuck;
    }

    private static long TimeOf(string path) => File.GetLastWriteTimeUtc(path).Ticks;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string OneLine(string inputs) => inputs.ReplaceLineEndings(" ");
}
