using System.Globalization;
using System.Text;

namespace ArtifactBuild.Builds;

/// <summary>
/// Remembers what a build copied to its output. A build that finds each copy as the last one left it need not hand the files
/// to MSBuild again, which takes the longer the more there are.
/// </summary>
/// <param name="workDirectory">The absolute path of the folder with the stamp.</param>
/// <param name="outputDirectory">The absolute path of the output.</param>
public sealed class OutputCopies(string workDirectory, string outputDirectory)
{
    // A leftover that could not be deleted. No file has this size, so no build takes it for a copy in place.
    private const long ToBeDeleted = -1;
    private const int HeaderLines = 3;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path = Path.Combine(workDirectory, "artifacts.copies");
    private readonly OutputFolder _output = new(outputDirectory);

    /// <summary>Looks whether every copy is as the last build left it: same restore, same output, same sizes and times.</summary>
    /// <param name="kinds">How each reference is copied; another text means other copies.</param>
    /// <param name="cleanFile">MSBuild's list of what it wrote. It deletes what it listed once and does not write again.</param>
    /// <returns>The paths of the copies below the output, with <c>/</c>; <see langword="null"/> if the files have to be looked at.</returns>
    public IReadOnlyList<string>? Find(string kinds, string cleanFile)
    {
        try
        {
            string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
            if (lines.Length < HeaderLines || lines[0] != Key(kinds) || lines[1] != _output.Path || lines[2] != Count(lines.Length - HeaderLines))
                return null;
            HashSet<string> listed = File.Exists(cleanFile) ? [.. _output.Below(File.ReadLines(cleanFile))] : [];
            var targets = new string[lines.Length - HeaderLines];
            for (int i = 0; i < targets.Length; i++)
            {
                var copy = Copy.Parse(lines[i + HeaderLines]);
                if (listed.Contains(copy.Target) || copy != Copy.Of(_output.Locate(copy.Target), copy.Target))
                    return null;
                targets[i] = copy.Target;
            }

            return targets;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// Takes the copies over from MSBuild after they were made: deletes what an earlier build copied and this one does not want,
    /// and takes them off MSBuild's list of what it wrote.
    /// </summary>
    /// <param name="kinds">How each reference is copied; <see langword="null"/> if the next build has to look at the files in any case.</param>
    /// <param name="files">The source of each copy by its path below the output.</param>
    /// <param name="written">Absolute paths of what else the build wrote, which is nobody's leftover.</param>
    /// <param name="cleanFile">MSBuild's list of what it wrote.</param>
    /// <returns>The absolute paths of the leftovers that could not be deleted; the next build tries again.</returns>
    public IReadOnlyList<string> Record(
        string? kinds, IReadOnlyDictionary<string, string> files, IEnumerable<string> written, string cleanFile)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(written);
        try
        {
            var wanted = files.Keys.Concat(_output.Below(written)).ToHashSet(OutputFolder.Paths);
            List<Copy> stuck = Delete(wanted);
            if (files.Count == 0 && stuck.Count == 0)
            {
                File.Delete(_path);
                return [];
            }

            List<Copy> copies = [.. files.Keys.Select(target => Copy.Of(_output.Locate(target), target))];
            bool areRight = copies.TrueForAll(copy => copy == Copy.Of(files[copy.Target], copy.Target));
            _output.Unlist(cleanFile, files.Keys);
            copies.AddRange(stuck);
            string[] header = [kinds is not null && areRight ? Key(kinds) : "", _output.Path, Count(copies.Count)];
            File.WriteAllLines(_path, [.. header, .. copies.Select(copy => copy.ToString())], Utf8);
            return [.. stuck.Select(copy => _output.Locate(copy.Target))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next build looks at the files.
            return [];
        }
    }

    private List<Copy> Delete(HashSet<string> wanted)
    {
        List<Copy> stuck = [];
        string[] lines = File.Exists(_path) ? File.ReadAllLines(_path) : [];
        if (lines.Length < HeaderLines || lines[1] != _output.Path)
            return stuck;
        foreach (string line in lines.Skip(HeaderLines))
        {
            string target = Copy.TargetOf(line);
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
                stuck.Add(new Copy(ToBeDeleted, 0, target));
            }
        }

        return stuck;
    }

    private string Key(string kinds) => $"{RestoreStamp.Read(workDirectory)} {kinds}";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Copy(long Size, long Ticks, string Target)
    {
        public static Copy Of(string path, string target)
        {
            var file = new FileInfo(path);
            return file.Exists ? new Copy(file.Length, file.LastWriteTimeUtc.Ticks, target) : new Copy(0, 0, target);
        }

        public static Copy Parse(string line)
        {
            int size = line.IndexOf(' ', StringComparison.Ordinal);
            int ticks = line.IndexOf(' ', size + 1);
            if (size < 0 || ticks < 0)
                throw new FormatException();
            return new Copy(
                long.Parse(line.AsSpan(0, size), CultureInfo.InvariantCulture),
                long.Parse(line.AsSpan(size + 1, ticks - size - 1), CultureInfo.InvariantCulture),
                line[(ticks + 1)..]);
        }

        public static string TargetOf(string line) => line.Split(' ', 3) is [_, _, string target] ? target : "";

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Size} {Ticks} {Target}");
    }
}
