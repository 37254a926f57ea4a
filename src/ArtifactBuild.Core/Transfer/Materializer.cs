using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
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

    public async Task CopyAsync(ManifestEntry entry, string cached, CancellationToken cancellationToken)
    {
        string destination = DestinationOf(entry.Path);
        if (await IsRightAsync(destination, entry, cancellationToken).ConfigureAwait(false))
            return;
        await WriteAsync(entry.Path, destination, async (file, token) =>
        {
            FileStream source = SequentialFile.OpenRead(cached);
            await using (source.ConfigureAwait(false))
            {
                await StreamDigest.CopyVerifiedAsync(source, file, entry.Sha256!.Value, entry.StoredSize!.Value, $"The cache's “{entry.Path}”", token)
                    .ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The absolute path of the file.</returns>
    public async Task<string> WriteAsync(
        ManifestEntry entry, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string destination = DestinationOf(entry.Path);
        await WriteAsync(entry.Path, destination, write, cancellationToken).ConfigureAwait(false);
        return destination;
    }

    /// <summary>Writes an entry's bytes under a temporary name.</summary>
    /// <returns>The temporary file; nothing when the right bytes are in place already.</returns>
    public async Task<string?> StageAsync(
        ManifestEntry entry, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        string destination = DestinationOf(entry.Path);
        return await IsRightAsync(destination, entry, cancellationToken).ConfigureAwait(false)
            ? null
            : await StageAsync(destination, write, cancellationToken).ConfigureAwait(false);
    }

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It holds what was restored, or what another restore is making.
        }
    }

    /// <summary>The place of an entry; nothing on the way there may be a link, which could lead anywhere.</summary>
    /// <exception cref="ArtifactException">ART3005: something stands in the way.</exception>
    private string DestinationOf(string path)
    {
        string place = _root;
        string[] parts = path.Split('/');
        if (parts[0].Equals(ScratchName, StringComparison.OrdinalIgnoreCase))
            throw Blocked(Path.Combine(_root, ScratchName), "the folder for half-made files", path);
        for (int i = 0; i < parts.Length; i++)
        {
            place = Path.Combine(place, parts[i]);
            bool last = i == parts.Length - 1;
            FileSystemInfo info = last ? new FileInfo(place) : new DirectoryInfo(place);
            bool wrongKind = last ? Directory.Exists(place) : File.Exists(place);
            if (info.LinkTarget is not null || wrongKind)
                throw Blocked(place, info.LinkTarget is not null ? "a link" : last ? "a folder" : "a file", path);
        }

        return place;
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(destination, e);
        }
    }

    private void Place(string path, string destination, string temporary)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            // Once more: the folders may be new, and what they are was decided by somebody else.
            DestinationOf(path);
            File.Move(temporary, destination, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(destination, e);
        }
    }

    private static async Task<bool> IsRightAsync(string path, ManifestEntry entry, CancellationToken cancellationToken)
    {
        var present = new FileInfo(path);
        if (!present.Exists || present.Length != entry.StoredSize)
            return false;
        try
        {
            FileStream file = SequentialFile.OpenRead(path);
            await using (file.ConfigureAwait(false))
                return await StreamDigest.OfAsync(file, cancellationToken).ConfigureAwait(false) == entry.Sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that can't be read is replaced.
            return false;
        }
    }

    private static T Guard<T>(string root, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(root, e);
        }
    }

    private static ArtifactException Blocked(string place, string what, string path) => new(
        ArtifactCodes.PathBlocked,
        $"“{place}” is {what}, where “{path}” is to be restored. Remove it, or restore to another folder.");

    private static ArtifactException NotWritable(string path, Exception e) => new(
        ArtifactCodes.OutputAccess,
        $"“{path}” could not be written: {e.Message} Check that the folder may be written and that the disk has space.",
        e);
}
