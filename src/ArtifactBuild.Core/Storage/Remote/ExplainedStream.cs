using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage.Remote;

/// <summary>A body whose failures are coded errors.</summary>
internal sealed class ExplainedStream(Stream inner, Func<StoreFailureException, ArtifactException> explain) : ForwardReadStream
{
    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (StoreFailureException e)
        {
            throw explain(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreFailureException e)
        {
            throw explain(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
