using System.Collections.Concurrent;
using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Transfer;

/// <summary>
/// Puts files below a folder. Bytes are verified while they are copied to a temporary name and get their own in one step; a
/// file that is right already is left alone; a link is never followed.
/// </summary>
internal sealed class Materializer : IDisposable
{
    private const string ScratchName = ".artifactbuild-tmp";

    private readonly string _root;
    private readonly bool _rootIsNew;
    private readonly TemporaryFolder _scratch;
    private readonly ConcurrentDictionary<string, bool> _made = new(StringComparer.Ordinal);

    public Materializer(string root)
    {
        _root = Path.GetFullPath(root);
        _rootIsNew = !Directory.Exists(_root);
        // What is dead in this folder is deleted, so it must be ours.
        string scratch = Path.Combine(_root, ScratchName);
        if (new DirectoryInfo(scratch).LinkTarget is not null)
            throw Blocked(scratch, "a link", ScratchName);
        _scratch = Guard(_root, () => TemporaryFolder.Create(scratch));
    }

    /// <summary>Whether a path below a root belongs to a restore that is going on.</summary>
    public static bool IsScratch(string relative) => relative.StartsWith(ScratchName + "/", StringComparison.Ordinal);

    /// <summary>Makes sure, before the first file is written, that nothing stands in the way of any.</summary>
    /// <exception cref="ArtifactException">ART3005: something does.</exception>
    public void EnsureFree(IEnumerable<ManifestEntry> entries)
    {
        foreach (ManifestEntry entry in entries)
            DestinationOf(entry.Path);
    }

    /// <summary>The place of an entry, which <see cref="EnsureFree"/> has looked at.</summary>
    public string PathOf(ManifestEntry entry) => Path.Combine(_root, entry.Path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A temporary name on the volume of the folder.</summary>
    public string NewStagedPath() => _scratch.NewPath();

    /// <returns>The absolute path of the file.</returns>
    public async Task<string> WriteAsync(
        ManifestEntry entry, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string destination = DestinationOf(entry.Path);
        await WriteAsync(entry.Path, destination, write, cancellationToken).ConfigureAwait(false);
        return destination;
    }

    /// <summary>Writes an entry's bytes under a temporary name.</summary>
    /// <returns>The temporary file.</returns>
    public Task<string> StageAsync(
        ManifestEntry entry, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        StageAsync(DestinationOf(entry.Path), write, cancellationToken);

    /// <summary>Gives a staged file its name.</summary>
    public void Place(ManifestEntry entry, string staged) => Place(entry.Path, DestinationOf(entry.Path), staged);

    public void Dispose()
    {
        _scratch.Dispose();
        if (!_rootIsNew)
            return;
        try
        {
            Directory.Delete(_root, recursive: false);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // It holds what was restored, or what another restore is making.
        }
    }

    /// <summary>The place of an entry; nothing on the way there may be a link, which could lead anywhere.</summary>
    /// <exception cref="ArtifactException">ART3005: something stands in the way.</exception>
    private string DestinationOf(string path)
    {
        string[] parts = path.Split('/');
        if (parts[0].Equals(ScratchName, StringComparison.OrdinalIgnoreCase))
            throw Blocked(Path.Combine(_root, ScratchName), "the folder for half-made files", path);
        string place = _root;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            place = Path.Combine(place, parts[i]);
            EnsureNoLink(new DirectoryInfo(place), File.Exists(place) ? "a file" : null, path);
        }

        place = Path.Combine(place, parts[^1]);
        EnsureNoLink(new FileInfo(place), Directory.Exists(place) ? "a folder" : null, path);
        return place;
    }

    private static void EnsureNoLink(FileSystemInfo info, string? wrongKind, string path)
    {
        if (info.LinkTarget is not null || wrongKind is not null)
            throw Blocked(info.FullName, info.LinkTarget is not null ? "a link" : wrongKind!, path);
    }

    private async Task WriteAsync(
        string path, string destination, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string temporary = await StageAsync(destination, write, cancellationToken).ConfigureAwait(false);
        Place(path, destination, temporary);
    }

    private async Task<string> StageAsync(
        string destination, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string temporary = _scratch.NewPath();
        try
        {
            FileStream file = SequentialFile.CreateNew(temporary);
            await using (file.ConfigureAwait(false))
                await write(file, cancellationToken).ConfigureAwait(false);
            return temporary;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw NotWritable(destination, e);
        }
    }

    private void Place(string path, string destination, string temporary)
    {
        try
        {
            string folder = Path.GetDirectoryName(destination)!;
            if (!_made.ContainsKey(folder))
            {
                Directory.CreateDirectory(folder);
                // Once more: the folders may be new, and what they are was decided by somebody else.
                DestinationOf(path);
                _made[folder] = true;
            }

            File.Move(temporary, destination, overwrite: true);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw NotWritable(destination, e);
        }
    }

    private static T Guard<T>(string root, Func<T> work) => DiskFailure.Explain(work, e => NotWritable(root, e));

    private static ArtifactException Blocked(string place, string what, string path) => new(
        ArtifactCodes.PathBlocked,
        $"“{place}” is {what}, where “{path}” is to be restored. Remove it, or restore to another folder.");

    /// <summary>The error for a file that could not be written.</summary>
    public static ArtifactException NotWritable(string path, Exception e) => new(
        ArtifactCodes.OutputAccess,
        $"“{path}” could not be written: {e.Message} Check that the folder may be written and that the disk has space.",
        e);
}
