using System.Globalization;
using System.Net;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>The body of a request to an upload session: so many bytes of an object, from an offset on; without any, a question.</summary>
internal sealed class RangeBody : HttpContent
{
    private readonly ContentReader? _bytes;
    private readonly long _count;
    private bool _isSent;

    /// <summary>A part of the object.</summary>
    public RangeBody(ContentReader bytes, long offset, long count, long total)
    {
        _bytes = bytes;
        _count = count;
        SetRange(string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + count - 1}/{total}"));
    }

    /// <summary>The question how much of the object is there.</summary>
    public RangeBody(long total) => SetRange(string.Create(CultureInfo.InvariantCulture, $"bytes */{total}"));

    /// <summary>Nothing at all.</summary>
    public RangeBody()
    {
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_bytes is null)
            return Task.CompletedTask;
        // The transport may try a dead connection first; what was read then is gone, and another try of ours reads it again.
        if (_isSent)
            throw new IOException("The content was read already.");
        _isSent = true;
        return _bytes.CopyAsync(stream, _count, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _count;
        return true;
    }

    private void SetRange(string range) => Headers.TryAddWithoutValidation("Content-Range", range);
}
