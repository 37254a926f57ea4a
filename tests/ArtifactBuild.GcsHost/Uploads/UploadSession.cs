using System.Globalization;
using ArtifactBuild.GcsHosting.Http;
using ArtifactBuild.GcsHosting.Objects;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Uploads;

/// <summary>One resumable upload: what has come so far, and how it ended.</summary>
internal sealed class UploadSession(UploadRequest upload, long? declaredTotal, string? contentType) : IDisposable
{
    /// <summary>Bytes are kept in multiples of this, but for the last ones.</summary>
    public const int Granularity = 256 * 1024;

    private readonly PayloadWriter _writer = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private CancellationTokenSource? _current;
    private long? _total = declaredTotal;
    private volatile StoredObject? _stored;
    private volatile ApiError? _failure;

    public async Task<Reply> PutAsync(GcsRequest request)
    {
        ContentRange range = ContentRange.Parse(request.Header("Content-Range"));
        if (Ended(request) is { } end)
            return end;

        // A question must be answered even while bytes come in, or seem to.
        if (range.First == null && range.Total == null)
            return State();

        using CancellationTokenSource turn = TakeOver(request.Cancellation);
        try
        {
            await _turn.WaitAsync(request.Cancellation);
            try
            {
                return Ended(request) ?? await AnswerAsync(request, range, turn.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            lock (_lock)
            {
                if (_current == turn)
                    _current = null;
            }
        }
    }

    public void Cancel()
    {
        lock (_lock)
        {
            if (_stored == null)
                _failure = ApiError.Text(499, "The upload was cancelled.");
            _current?.Cancel();
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _turn.Dispose();
    }

    private async Task<Reply> AnswerAsync(GcsRequest request, ContentRange range, CancellationToken cancellation)
    {
        if (range.First is { } first)
            return await TakeAsync(request, range, first, cancellation);
        return range.Total == _writer.Length ? Finish(request) : State();
    }

    private async Task<Reply> TakeAsync(GcsRequest request, ContentRange range, long first, CancellationToken cancellation)
    {
        CheckTotal(range);
        long? length = range.Last - first + 1;
        CheckLength(request, length);
        if (length % Granularity is > 0 && range.Last + 1 != range.Total)
            throw ApiError.Text(400, string.Create(CultureInfo.InvariantCulture, $"Invalid request. The number of bytes uploaded must be a multiple of {Granularity}, except for the final request. The received request contained {length} bytes."));
        if (first > _writer.Length)
            throw ApiError.Text(503, string.Create(CultureInfo.InvariantCulture, $"Invalid request. According to the Content-Range header, the upload offset is {first} byte(s), which exceeds already uploaded size of {_writer.Length} byte(s)."));

        long at = first;
        byte[] block = new byte[Granularity];
        int filled = 0;
        for (int read; (read = await request.Body.ReadAsync(block.AsMemory(filled), cancellation)) > 0;)
        {
            // What is kept already is not looked at again.
            int known = (int)Math.Clamp(_writer.Length - at, 0, read);
            at += read;
            block.AsSpan(filled + known, read - known).CopyTo(block.AsSpan(filled));
            filled += read - known;
            if (filled == Granularity)
            {
                await _writer.AppendAsync(block);
                filled = 0;
            }
        }

        CheckLength(request, length, at - first);
        long? total = range.Total ?? (range.Last == null ? at : null);
        if (at > total)
            throw ApiError.Text(400, "Invalid request. There are more bytes than the Content-Range header says.");
        if (at != total)
            return State();
        await _writer.AppendAsync(block.AsMemory(0, filled));
        return Finish(request);
    }

    private Reply Finish(GcsRequest request)
    {
        lock (_lock)
        {
            // Cancelled meanwhile?
            if (Ended(request) is { } end)
                return end;
            try
            {
                if (_total is { } total && total != _writer.Length)
                    throw ApiError.Text(400, string.Create(CultureInfo.InvariantCulture, $"Invalid request. The upload has {_writer.Length} byte(s), and was announced with {total}."));
                upload.Hashes.Add(request);
                _stored = upload.Store(_writer.Complete(), contentType);
                return ObjectCalls.Resource(request, _stored);
            }
            catch (ApiError failure)
            {
                // The session is over; asking again gets the same answer.
                _failure = failure;
                throw;
            }
        }
    }

    private Reply? Ended(GcsRequest request)
    {
        if (_failure is { } failure)
            throw failure;
        return _stored is { } stored ? ObjectCalls.Resource(request, stored) : null;
    }

    /// <summary>How much is kept; nothing is no range.</summary>
    private Reply State()
    {
        long length = _writer.Length;
        return new Reply(308).With("Range", length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"bytes=0-{length - 1}"));
    }

    /// <summary>A newer request with bytes ends an older one, whose client has most likely given it up.</summary>
    private CancellationTokenSource TakeOver(CancellationToken cancellation)
    {
        var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lock (_lock)
        {
            _current?.Cancel();
            _current = turn;
        }

        return turn;
    }

    private void CheckTotal(ContentRange range)
    {
        if (range.Total is not { } total)
            return;
        if (_total is { } known && known != total)
            throw ApiError.Text(400, string.Create(CultureInfo.InvariantCulture, $"Invalid request. The total of {total} bytes contradicts the {known} bytes announced before."));
        _total = total;
    }

    private static void CheckLength(GcsRequest request, long? length, long? came = null)
    {
        if (length != null && (came ?? request.ContentLength ?? length) is var actual && actual != length)
            throw ApiError.Text(400, string.Create(CultureInfo.InvariantCulture, $"Invalid request. There were {actual} byte(s) in the request body. There should have been {length} byte(s) according to the Content-Range header."));
    }
}
