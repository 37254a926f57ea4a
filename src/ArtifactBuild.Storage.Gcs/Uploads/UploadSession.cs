using System.Globalization;
using System.Net;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Gcs.Http;
using ArtifactBuild.Storage.Remote;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>What an upload session says.</summary>
internal enum SessionState
{
    /// <summary>It waits for more bytes.</summary>
    Open,

    /// <summary>The object is stored.</summary>
    Stored,

    /// <summary>The object was not stored, because the condition did not hold.</summary>
    Refused,

    /// <summary>The server knows nothing of the session any more.</summary>
    Lost,
}

/// <summary>An answer of an upload session.</summary>
/// <param name="State">What it says.</param>
/// <param name="Received">How many bytes are there, when it waits for more.</param>
/// <param name="Stored">The object, when it is stored.</param>
internal readonly record struct SessionAnswer(SessionState State, long Received = 0, GcsObject? Stored = null);

/// <summary>An upload that can be resumed: requests to its session, each once.</summary>
/// <param name="connection">Sends them.</param>
/// <param name="address">Whoever knows it can write: it is never shown.</param>
/// <param name="length">The number of bytes of the object.</param>
internal sealed class UploadSession(GcsConnection connection, Uri address, long length)
{
    private const HttpStatusCode ResumeIncomplete = HttpStatusCode.PermanentRedirect;
    private const int Cancelled = 499;

    /// <summary>All bytes but the last of an object are sent in multiples of this many.</summary>
    public const int Granularity = 256 * 1024;

    /// <summary>Sends bytes.</summary>
    public async Task<SessionAnswer> SendAsync(ContentReader bytes, long offset, long count, CancellationToken cancellationToken)
    {
        using var body = new RangeBody(bytes, offset, count, length);
        return await PutAsync(body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the last bytes, and the checksum of the whole object: a server that got other bytes stores none.</summary>
    public async Task<SessionAnswer> FinishAsync(ContentReader bytes, long offset, string checksum, CancellationToken cancellationToken)
    {
        using var body = new RangeBody(bytes, offset, length - offset, length);
        body.Headers.TryAddWithoutValidation("X-Goog-Hash", "crc32c=" + checksum);
        return await PutAsync(body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks how far it is.</summary>
    public async Task<SessionAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var question = new RangeBody(length);
        return await PutAsync(question, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Throws away what was sent.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        using var nothing = new RangeBody();
        using HttpResponseMessage answer = await connection.SendAsync(HttpMethod.Delete, address, nothing, cancellationToken).ConfigureAwait(false);
        if ((int)answer.StatusCode != Cancelled && answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
            await GcsFailures.EnsureSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SessionAnswer> PutAsync(RangeBody body, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await connection.SendAsync(HttpMethod.Put, address, body, cancellationToken).ConfigureAwait(false);
        switch (answer.StatusCode)
        {
            case ResumeIncomplete:
                return new SessionAnswer(SessionState.Open, Received: ReceivedOf(answer));
            case HttpStatusCode.PreconditionFailed:
                return new SessionAnswer(SessionState.Refused);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return new SessionAnswer(SessionState.Lost);
            default:
                GcsObject stored = await GcsBucket.ReadAsync(answer, GcsJson.Default.GcsObject, cancellationToken).ConfigureAwait(false);
                return new SessionAnswer(SessionState.Stored, Stored: stored);
        }
    }

    // “bytes=0-41” says that 42 bytes are there; no header says that none is.
    private static long ReceivedOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Range", out IEnumerable<string>? values))
            return 0;
        string range = values.First();
        return long.TryParse(range.AsSpan(range.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? last + 1
            : throw new StoreFailureException(new StoreFailure(ArtifactCodes.StoreAccess, "the answer of an upload is none of Cloud Storage."));
    }
}
