using System.Collections.Immutable;
using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Transfer;

/// <summary>Work on one content: a small one at once, one that has chunk digests chunk by chunk, several chunks at a time.</summary>
/// <param name="entry">The entry that promises the content.</param>
/// <param name="inChunks">Whether chunks are worked on side by side, if there are any.</param>
internal abstract class ContentJob(ManifestEntry entry, bool inChunks = true) : IDisposable
{
    private int _left;

    protected ManifestEntry Entry { get; } = entry;

    protected Sha256Digest Digest { get; } = entry.Blob.Digest;

    public long Size { get; } = entry.Blob.Size;

    /// <summary>Whether the work is done chunk by chunk.</summary>
    public bool HasChunks => Chunks.Length > 0;

    // A reference's chunk list is not validated and may not cover the content; the content is one chunk then.
    protected ImmutableArray<Sha256Digest> Chunks { get; } =
        inChunks && entry.Chunks.Length == (entry.Blob.Size + ContentDigests.ChunkSize - 1) / ContentDigests.ChunkSize ? entry.Chunks : [];

    /// <summary>Called once before the first unit, by one thread at a time for all jobs of a queue.</summary>
    public virtual JobStart Begin() => JobStart.Begun;

    /// <summary>The units of work, which may run side by side.</summary>
    public IEnumerable<Func<CancellationToken, ValueTask>> Units()
    {
        ContentChunk[][] units = [.. Enumerable.Range(0, Math.Max(1, Chunks.Length)).Select(ChunkAt).Chunk(ChunksPerUnit)];
        _left = units.Length;
        foreach (ContentChunk[] unit in units)
            yield return token => RunUnitAsync(unit, token);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>How many chunks in a row are one unit of work.</summary>
    protected virtual int ChunksPerUnit => 1;

    /// <summary>Works on chunks in a row, or on the whole content of one without chunks.</summary>
    protected abstract ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken);

    /// <summary>Called once, after the last unit.</summary>
    protected abstract ValueTask EndAsync(CancellationToken cancellationToken);

    private ContentChunk ChunkAt(int index)
    {
        if (!HasChunks)
            return new ContentChunk(0, new ByteRange(0, Size), Digest);
        long offset = (long)index * ContentDigests.ChunkSize;
        return new ContentChunk(index, new ByteRange(offset, Math.Min(ContentDigests.ChunkSize, Size - offset)), Chunks[index]);
    }

    private async ValueTask RunUnitAsync(ContentChunk[] chunks, CancellationToken cancellationToken)
    {
        await RunAsync(chunks, cancellationToken).ConfigureAwait(false);
        if (Interlocked.Decrement(ref _left) > 0)
            return;
        await EndAsync(cancellationToken).ConfigureAwait(false);
        // A queue may have thousands of jobs: none keeps its files open, or others waiting, for longer than it works.
        Dispose();
    }
}
