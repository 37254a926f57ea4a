using System.Net;
using System.Text.Json;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace ArtifactBuild.Storage.Gcs.Http;

/// <summary>What answers and exceptions mean.</summary>
internal static class GcsFailures
{
    private const int MaxErrorSize = 64 * 1024;

    /// <summary>Makes sure that a request succeeded.</summary>
    /// <exception cref="StoreFailureException">It did not.</exception>
    public static async Task EnsureSuccessAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new StoreFailureException(Of(answer, await ReasonAsync(answer, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>What an exception of the credentials' library means; nothing when it is none of that library.</summary>
    public static StoreFailure? Explain(Exception e) => e switch
    {
        TokenResponseException { StatusCode: HttpStatusCode status } when (int)status is 408 or 429 or >= 500 =>
            StoreFailure.OfStatus((int)status, null),
        TokenResponseException => new StoreFailure(ArtifactCodes.StoreDenied, "the server that gives tokens refused the credentials."),
        SubjectTokenException => StoreFailure.OfTransport(e)
            ?? new StoreFailure(ArtifactCodes.StoreDenied, "the token that the credentials are made from could not be had."),
        _ => null,
    };

    private static StoreFailure Of(HttpResponseMessage answer, string? reason)
    {
        TimeSpan? pause = answer.Headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
            _ => null,
        };
        StoreFailure failure = StoreFailure.OfStatus((int)answer.StatusCode, reason, pause);
        // Documented for 429, but quotas have been told by 403 as well; and 409 is two writers in the same moment.
        bool mayPass = answer.StatusCode is HttpStatusCode.Conflict || reason is "rateLimitExceeded" or "userRateLimitExceeded";
        return mayPass ? failure with { Code = ArtifactCodes.StoreUnavailable, IsTransient = true } : failure;
    }

    /// <summary>The server's word for a failure. Its sentences are not taken: they may hold anything.</summary>
    private static async Task<string?> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = body.ConfigureAwait(false);
            byte[] bytes = new byte[MaxErrorSize];
            int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes.AsSpan(0, length), GcsJson.Default.GcsErrorBody)?.Error?.Errors is [{ Reason: string reason }, ..]
                ? reason
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            // Whoever stands in between answers in HTML, and the status says enough.
            return null;
        }
    }
}
