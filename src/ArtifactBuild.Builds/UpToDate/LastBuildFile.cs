using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ArtifactBuild.Content;

namespace ArtifactBuild.Builds.UpToDate;

/// <summary>
/// The one file in which a build remembers what it did. It is read in every build, mostly before the code is compiled to the
/// machine's, so reading is as little as possible and does not load ArtifactBuild.Core. The format is in the documentation.
/// </summary>
/// <param name="workDirectory">The absolute path of the project's folder in obj/.</param>
internal sealed class LastBuildFile(string workDirectory)
{
    /// <summary>What the file is called in the project's folder of obj/.</summary>
    public const string Name = "artifacts.lastbuild";

    // The first line: another one means another format.
    private const string Format = "ArtifactBuild 1";

    private readonly string _path = Path.Combine(workDirectory, Name);

    /// <summary>Reads the file.</summary>
    /// <returns><see langword="null"/> if there is none, or it can't be read: the build then restores, and says what is wrong.</returns>
    public LastBuild? Read()
    {
        try
        {
            return File.Exists(_path) ? Parse(File.ReadAllBytes(_path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the file in one step, and removes it when there is nothing to remember. One that is right already keeps its time.</summary>
    /// <param name="build">What the next build is to know.</param>
    /// <exception cref="IOException">The file can't be written. Nothing is lost: the next build restores.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Write(LastBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        if (build.IsEmpty)
        {
            // File.Delete throws when the folder is not there.
            if (File.Exists(_path))
                File.Delete(_path);
            return;
        }

        string text = string.Join('\n', Lines(build)) + "\n";
        if (File.Exists(_path) && File.ReadAllText(_path) == text)
            return;
        Directory.CreateDirectory(workDirectory);
        WholeFile.Write(_path, text);
    }

    private static List<string> Lines(LastBuild build)
    {
        List<string> lines = [Format, build.Inputs, build.OutputDirectory, build.Restore?.Stamp ?? ""];
        if (build.Restore is { } restore)
        {
            lines.AddRange([restore.LockFile.Path, Text(restore.LockFile.Size), Text(restore.LockFile.Ticks), restore.UsesFile]);
            Add(restore.CacheFolders);
        }

        Add(build.Copies);
        return lines;

        void Add(FileTime[] files)
        {
            lines.Add(Text(files.Length));
            // Two lines for each, so that the one is the path as it is needed.
            foreach (FileTime file in files)
                lines.AddRange([file.Path, Text(file.Ticks)]);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static LastBuild Parse(ReadOnlySpan<byte> file)
    {
        var lines = new LineReader(file);
        if (lines.Text() != Format)
            throw new FormatException();
        var build = new LastBuild
        {
            Inputs = lines.Text(),
            OutputDirectory = lines.Text(),
            Restore = ReadRestore(ref lines),
            Copies = ReadFiles(ref lines),
        };
        return lines.IsAtEnd ? build : throw new FormatException();
    }

    private static RememberedRestore? ReadRestore(ref LineReader lines)
    {
        string stamp = lines.Text();
        return stamp.Length == 0 ? null : new RememberedRestore(
            stamp, new FileState(lines.Text(), lines.Number(), lines.Number()), lines.Text(), ReadFiles(ref lines));
    }

    private static FileTime[] ReadFiles(ref LineReader lines)
    {
        var files = new FileTime[lines.Count()];
        for (int i = 0; i < files.Length; i++)
            files[i] = new FileTime(lines.Text(), lines.Number());
        return files;
    }

    private ref struct LineReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public string Text() => Encoding.UTF8.GetString(Next());

        public long Number()
        {
            ReadOnlySpan<byte> line = Next();
            return Utf8Parser.TryParse(line, out long number, out int length) && length == line.Length ? number : throw new FormatException();
        }

        public int Count()
        {
            long count = Number();
            // Each has lines of its own, so a damaged number makes no large array.
            return count >= 0 && count <= _rest.Length ? (int)count : throw new FormatException();
        }

        private ReadOnlySpan<byte> Next()
        {
            int end = _rest.IndexOf((byte)'\n');
            if (end < 0)
                throw new FormatException();
            ReadOnlySpan<byte> line = _rest[..end];
            _rest = _rest[(end + 1)..];
            return line;
        }
    }
}
