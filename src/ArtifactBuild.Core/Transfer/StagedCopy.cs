using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>
/// The file of a download that gets its bytes while they go into the cache, so that they need not be read again. It counts only
/// when the cache has taken the content in, which is then verified.
/// </summary>
internal sealed class StagedCopy(Materializer materializer, ManifestEntry entry) : IDisposable
{
    private SafeFileHandle? _file;
    private string? _path;

    /// <summary>Where the bytes are, once they all are.</summary>
    public string? Path { get; private set; }

    /// <summary>Makes the file.</summary>
    public void Open() => Guard(() =>
    {
        _path = materializer.NewStagedPath();
        _file = File.OpenHandle(
            _path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read,
            preallocationSize: entry.StoredSize > ContentDigests.ChunkSize ? entry.StoredSize.Value : 0);
    });

    /// <summary>Writes bytes that are written to the cache, too.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(_file!, bytes, offset);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw Materializer.NotWritable(entry.Path, e);
        }
    }

    /// <summary>Takes over a part that the cache has had since before.</summary>
    public void Take(SafeFileHandle from, ByteRange range, CancellationToken cancellationToken) =>
        Guard(() => ChunkDigest.CopyOnly(from, _file!, range, cancellationToken));

    /// <summary>All bytes are there and right.</summary>
    public void Commit()
    {
        _file!.Dispose();
        Path = _path;
    }

    // What is not committed goes with the folder for half-made files.
    public void Dispose() => _file?.Dispose();

    private void Guard(Action work) => DiskFailure.Explain(work, e => Materializer.NotWritable(entry.Path, e));
}
