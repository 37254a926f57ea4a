using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using Microsoft.Win32.SafeHandles;

namespace ArtifactBuild.Transfer;

/// <summary>Finds out whether a file has a content.</summary>
internal sealed class VerifyJob(Blob blob, string path) : ContentJob(blob)
{
    private SafeFileHandle? _file;
    private volatile bool _isWrong;

    /// <summary>Whether it has, when the job is done.</summary>
    public bool IsRight { get; private set; }

    public override JobStart Begin()
    {
        if (!HasChunks)
            return JobStart.Begun;
        try
        {
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(_file) == Blob.Size ? JobStart.Begun : JobStart.Done;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // A file that can't be read is not right.
            return JobStart.Done;
        }
    }

    public override ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken)
    {
        try
        {
            // Only ever set: chunks are looked at side by side, and one that is right must not make up for one that is not.
            if (!_isWrong && !chunks.All(Matches))
                _isWrong = true;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            _isWrong = true;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask EndAsync(CancellationToken cancellationToken)
    {
        IsRight = !_isWrong;
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }

    private bool Matches(ContentChunk chunk)
    {
        if (_file is not null)
            return ChunkDigest.Of(_file, chunk.Range) == chunk.Digest;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.GetLength(file) == Blob.Size && ChunkDigest.Of(file, chunk.Range) == chunk.Digest;
    }
}
