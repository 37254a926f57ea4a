using ArtifactBuild.Content;

namespace ArtifactBuild.Storage.Remote;

/// <summary>An upload in parts that has begun: nothing is to be seen of it until it is completed.</summary>
internal abstract class PartUpload
{
    /// <summary>The size of every part but the last; a multiple of <see cref="UploadSource.PartAlignment"/>.</summary>
    public abstract long PartSize { get; }

    /// <summary>Whether parts may be sent in any order and several at a time.</summary>
    public abstract bool InParallel { get; }

    /// <summary>Sends a part, once. A part that is sent again takes the place of the first.</summary>
    /// <param name="number">The number of the part, from 0.</param>
    /// <param name="range">Its bytes.</param>
    /// <param name="watch">Cancels the request; the body goes through its <see cref="IdleWatch.Follow"/>.</param>
    public abstract Task SendAsync(int number, ByteRange range, IdleWatch watch);

    /// <summary>Makes the object of the parts when the condition holds, once.</summary>
    /// <returns>The new object; nothing when the condition did not hold.</returns>
    public abstract Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken);

    /// <summary>Throws the parts away.</summary>
    public abstract Task AbortAsync(CancellationToken cancellationToken);
}
