using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Transfer;

/// <summary>
/// Work on one content in a <see cref="JobQueue"/>: a small one at once, one that has chunk digests chunk by chunk, several chunks at a
/// time.
/// </summary>
/// <param name="blob">The bytes that are promised.</param>
/// <param name="inChunks">Whether chunks are worked on side by side, if there are any.</param>
internal abstract class ContentJob(Blob blob, bool inChunks = true) : IDisposable
{
    /// <summary>The bytes that are promised.</summary>
    public Blob Blob { get; } = blob;

    /// <summary>Whether the work is done chunk by chunk.</summary>
    public bool HasChunks { get; } = inChunks && blob.HasChunks;

    /// <summary>How many chunks in a row are one unit of work.</summary>
    public virtual int ChunksPerUnit => 1;

    /// <summary>Called once before the first unit, by one thread at a time for all jobs of a queue.</summary>
    public virtual JobStart Begin() => JobStart.Begun;

    /// <summary>Works on chunks in a row, or on the whole content of one without chunks. Units may run side by side.</summary>
    public abstract ValueTask RunAsync(IReadOnlyList<ContentChunk> chunks, CancellationToken cancellationToken);

    /// <summary>Called once, after the last unit.</summary>
    public virtual ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
