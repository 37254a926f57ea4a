using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>
/// Copies a content out of the cache to a temporary name, and verifies it on the way, unless it was verified on its way into the
/// cache a moment ago. Then one pass from start to end is faster than chunks side by side, whose writers wait for each other's hold on the file.
/// </summary>
internal sealed class CopyJob(ManifestEntry entry, string cached, bool isFresh, Materializer materializer) : ContentJob(entry.Blob, inChunks: !isFresh)
{
    private SafeFileHandle? _from;
    private SafeFileHandle? _to;
    private volatile bool _isWrong;

    public ManifestEntry Entry => entry;

    /// <summary>The copy; nothing when the cache's content is not there any more, or not the right one.</summary>
    public string? Staged { get; private set; }

    public override JobStart Begin()
    {
        if (!HasChunks)
            return JobStart.Begun;
        string path = materializer.NewStagedPath();
        if (!TryOpen(path, out _from, out _to))
            return JobStart.Done;
        Staged = path;
        return JobStart.Begun;
    }

    public override ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        if (HasChunks)
        {
            // Only ever set: chunks are copied side by side, and one that is right must not make up for one that is not.
            if (!_isWrong && !chunks.All(chunk => Copy(_from!, _to!, chunk, cancellationToken)))
                _isWrong = true;
            return ValueTask.CompletedTask;
        }

        string path = materializer.NewStagedPath();
        if (!TryOpen(path, out SafeFileHandle? from, out SafeFileHandle? to))
            return ValueTask.CompletedTask;
        using (from)
        using (to)
            Staged = Copy(from!, to!, chunks[0], cancellationToken) ? path : null;
        return ValueTask.CompletedTask;
    }

    public override ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_isWrong)
            Staged = null;
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _from?.Dispose();
            _to?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryOpen(string path, out SafeFileHandle? from, out SafeFileHandle? to)
    {
        from = null;
        to = null;
        try
        {
            from = File.OpenHandle(cached, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(from) != Blob.Size)
                return false;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            return false;
        }

        try
        {
            to = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, preallocationSize: Blob.Size > ContentDigests.ChunkSize ? Blob.Size : 0);
            return true;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw Materializer.NotWritable(entry.Path, e);
        }
    }

    private bool Copy(SafeFileHandle from, SafeFileHandle to, ContentChunk chunk, CancellationToken cancellationToken)
    {
        try
        {
            return isFresh ? ChunkDigest.CopyOnly(from, to, chunk.Range, cancellationToken) : ChunkDigest.Copy(from, to, chunk.Range) == chunk.Digest;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw Materializer.NotWritable(entry.Path, e);
        }
    }
}
