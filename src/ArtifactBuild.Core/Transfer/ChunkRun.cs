using ArtifactBuild.Content;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Transfer;

/// <summary>The answer to one request, from which several chunks in a row are read; a new request when it does not stand where one begins.</summary>
/// <param name="source">Opens the content, or a part of it.</param>
internal sealed class ChunkRun(Func<ByteRange?, CancellationToken, Task<StoredObject>> source) : IAsyncDisposable
{
    private StoredObject? _answer;
    private long _position;

    /// <summary>The answer, which stands at an offset.</summary>
    /// <param name="offset">Where the next read begins.</param>
    /// <param name="asked">What is asked for if no answer stands there; nothing for the whole content.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<StoredObject> OpenAtAsync(long offset, ByteRange? asked, CancellationToken cancellationToken)
    {
        if (_answer is not null && _position == offset)
            return _answer;
        await DisposeAsync().ConfigureAwait(false);
        _answer = await source(asked, cancellationToken).ConfigureAwait(false);
        _position = offset;
        return _answer;
    }

    /// <summary>Bytes were read.</summary>
    public void Advance(int bytes) => _position += bytes;

    public async ValueTask DisposeAsync()
    {
        if (_answer is not StoredObject answer)
            return;
        _answer = null;
        await answer.DisposeAsync().ConfigureAwait(false);
    }
}
