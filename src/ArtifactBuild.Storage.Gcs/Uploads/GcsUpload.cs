using ArtifactBuild.Content;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>
/// A large object on its way: its bytes go in order to one upload session, which knows how far it is. After a failure the
/// session is asked, and what it lacks is sent.
/// </summary>
/// <remarks>
/// The very last bytes are kept back for the completion. Until then no condition is decided and nothing is to be seen, and all
/// bytes were read to their end, where their digests are compared.
/// </remarks>
internal sealed class GcsUpload : PartUpload
{
    // The server stores a part before it answers, so many small ones would wait most of the time.
    private const long SmallestPart = 64 * 1024 * 1024;

    private readonly GcsBucket _bucket;
    private readonly GcsNewObject _resource;
    private readonly string _condition;
    private readonly UploadSource _content;
    private readonly long _tailStart;
    private readonly byte[] _tail;
    private UploadSession? _session;
    private long? _received = 0;
    private long _read;
    private Crc32C _checksum;

    /// <param name="bucket">The bucket.</param>
    /// <param name="resource">What is said of the object.</param>
    /// <param name="condition">The condition, as the query of a request.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="partSize">The smallest size of a part.</param>
    /// <param name="session">The session; nothing when the condition did not hold at the start.</param>
    public GcsUpload(GcsBucket bucket, GcsNewObject resource, string condition, UploadSource content, long partSize, UploadSession? session)
    {
        _bucket = bucket;
        _resource = resource;
        _condition = condition;
        _content = content;
        _session = session;
        IsRefused = session is null;
        PartSize = Math.Max(SmallestPart, partSize);
        _tailStart = (content.Length - 1) / UploadSession.Granularity * UploadSession.Granularity;
        _tail = new byte[content.Length - _tailStart];
    }

    public override long PartSize { get; }

    public override bool InParallel => false;

    private bool IsRefused { get; set; }

    public override async Task SendAsync(int number, ByteRange range, IdleWatch watch)
    {
        long end = range.Offset + range.Length;
        while (!IsRefused && _read < end)
        {
            if (_session is null)
                await BeginAgainAsync(watch.Token).ConfigureAwait(false);
            else if (_received is null)
                await LearnAsync(watch.Token).ConfigureAwait(false);
            else
                await SendPartAsync(_read, watch).ConfigureAwait(false);
        }
    }

    public override async Task<ObjectInfo?> CompleteAsync(PutCondition condition, CancellationToken cancellationToken)
    {
        if (IsRefused)
            return null;
        SessionAnswer answer = _received is null
            ? await _session!.AskAsync(cancellationToken).ConfigureAwait(false)
            : new SessionAnswer(SessionState.Open, Received: _received.Value);
        if (answer.State == SessionState.Open)
            answer = await FinishAsync(answer.Received, cancellationToken).ConfigureAwait(false);
        return answer.State switch
        {
            SessionState.Stored => await VerifyAsync(answer.Stored!, cancellationToken).ConfigureAwait(false),
            SessionState.Refused => null,
            SessionState.Open => throw Failed("the server kept nothing of what it was sent."),
            _ => await ExplainLossAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public override Task AbortAsync(CancellationToken cancellationToken) =>
        _session is null ? Task.CompletedTask : _session.CancelAsync(cancellationToken);

    /// <summary>Reads the part that begins at an offset to its end, and sends what the server lacks of it.</summary>
    private async Task SendPartAsync(long start, IdleWatch watch)
    {
        var part = new ByteRange(start, Math.Min(PartSize, _content.Length - start));
        long end = start + part.Length;
        long to = Math.Min(end, _tailStart);
        // What an earlier try brought there is only read again.
        long from = Math.Clamp(_received!.Value, start, Math.Max(start, to));
        using Stream source = watch.Follow(_content.Open(part));
        var bytes = new ContentReader(source, _checksum);
        await bytes.CopyAsync(null, from - start, watch.Token).ConfigureAwait(false);
        if (from < to)
        {
            await SendBytesAsync(bytes, from, to, watch.Token).ConfigureAwait(false);
            if (IsRefused || _received < to)
                return;
        }

        if (end == _content.Length)
            await bytes.ReadAsync(_tail, watch.Token).ConfigureAwait(false);
        await bytes.EnsureEndAsync(watch.Token).ConfigureAwait(false);
        _checksum = bytes.Checksum;
        _read = end;
    }

    private async Task SendBytesAsync(ContentReader bytes, long from, long to, CancellationToken cancellationToken)
    {
        _received = null;
        Note(await _session!.SendAsync(bytes, from, to - from, cancellationToken).ConfigureAwait(false));
        // The server may keep less than it was sent. If it keeps nothing at all, another try comes after a pause.
        if (_received <= from)
            throw Failed("the server kept nothing of what it was sent.");
    }

    private async Task LearnAsync(CancellationToken cancellationToken) =>
        Note(await _session!.AskAsync(cancellationToken).ConfigureAwait(false));

    private void Note(SessionAnswer answer)
    {
        switch (answer.State)
        {
            case SessionState.Open:
                _received = answer.Received;
                break;
            case SessionState.Refused:
                IsRefused = true;
                break;
            case SessionState.Lost:
                _session = null;
                throw Failed("the server lost an upload.");
            default:
                throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the server ended an upload before its end."));
        }
    }

    // A new session takes the place of one that the server forgot, and gets everything from the start.
    private async Task BeginAgainAsync(CancellationToken cancellationToken)
    {
        _session = await _bucket.BeginAsync(_resource, _condition, _content.Length, cancellationToken).ConfigureAwait(false);
        IsRefused = _session is null;
        _received = 0;
        _read = 0;
        _checksum = default;
    }

    private async Task<SessionAnswer> FinishAsync(long received, CancellationToken cancellationToken)
    {
        if (received < _tailStart)
            throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreUnavailable, "the server lost a part of the upload."));
        _received = null;
        using var source = new MemoryStream(_tail);
        var bytes = new ContentReader(source);
        await bytes.CopyAsync(null, received - _tailStart, cancellationToken).ConfigureAwait(false);
        return await _session!.FinishAsync(bytes, received, _checksum.Text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the checksum where the server had no MD5 to compare itself, and may not have looked at ours.</summary>
    private async Task<ObjectInfo> VerifyAsync(GcsObject stored, CancellationToken cancellationToken)
    {
        if (_resource.Md5Hash is not null || stored.Crc32c is null || stored.Crc32c == _checksum.Text)
            return stored.ToInfo();
        await _bucket.DeleteAsync(stored.Name, new GcsETag(stored.Generation, stored.Metageneration).ToQuery(), cancellationToken).ConfigureAwait(false);
        throw new StoreFailureException(new StoreFailure(
            ArtifactCodes.StoreUnavailable, "the server stored other bytes than it was sent; they are deleted again."));
    }

    /// <summary>
    /// Says what it means that the session is lost at its end. When the object is no longer what the condition asks for, either
    /// an earlier try stored it or somebody else was faster; the caller finds out which. Else nothing was stored.
    /// </summary>
    private async Task<ObjectInfo?> ExplainLossAsync(CancellationToken cancellationToken)
    {
        GcsObject? present = await _bucket.FindAsync(_resource.Name, null, cancellationToken).ConfigureAwait(false);
        string? now = present is null ? null : new GcsETag(present.Generation, present.Metageneration).ToQuery();
        return present is not null && now != _condition
            ? null
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreUnavailable, "the server lost the upload before its end."));
    }

    private static StoreFailureException Failed(string reason) =>
        new(new StoreFailure(ArtifactCodes.StoreUnavailable, reason, IsTransient: true, MayHaveHappened: true));
}
