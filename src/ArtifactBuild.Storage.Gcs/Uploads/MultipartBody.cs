using System.Net;
using System.Text;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>An object's metadata and its bytes in one body (<c>multipart/related</c>, RFC 2387).</summary>
internal sealed class MultipartBody : HttpContent
{
    private readonly byte[] _start;
    private readonly byte[] _end;
    private readonly ContentReader _bytes;
    private readonly long _length;
    private bool _isSent;

    public MultipartBody(ReadOnlySpan<byte> metadata, ContentReader bytes, long length)
    {
        _bytes = bytes;
        _length = length;
        // Random, so that no content holds it.
        string boundary = Guid.NewGuid().ToString("N");
        _start =
        [
            .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"),
            .. metadata,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: {GcsStore.ContentType}\r\n\r\n"),
        ];
        _end = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/related; boundary={boundary}");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The transport may try a dead connection first; what was read then is gone, and another try of ours reads it again.
        if (_isSent)
            throw new IOException("The content was read already.");
        _isSent = true;
        await stream.WriteAsync(_start, cancellationToken).ConfigureAwait(false);
        await _bytes.CopyAsync(stream, _length, cancellationToken).ConfigureAwait(false);
        // Before the body is whole, so that the server keeps nothing of a content that is longer than it should be.
        await _bytes.EnsureEndAsync(cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _start.Length + _length + _end.Length;
        return true;
    }
}
