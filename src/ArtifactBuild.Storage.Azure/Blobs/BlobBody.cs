using Azure.Core;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>A request's body that is read once. The library's own kind wants to go back to the start, and a content can't.</summary>
/// <param name="source">The bytes.</param>
/// <param name="length">Their number.</param>
internal sealed class BlobBody(Stream source, long length) : RequestContent
{
    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => source.CopyToAsync(stream, cancellation);

    public override void WriteTo(Stream stream, CancellationToken cancellation) => source.CopyTo(stream);

    public override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    // The stream is closed by whoever opened it.
    public override void Dispose()
    {
    }
}
