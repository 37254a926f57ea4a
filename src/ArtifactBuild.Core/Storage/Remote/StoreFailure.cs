using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Storage.Remote;

/// <summary>What a failed request means.</summary>
/// <param name="Code">The code that the user sees when no try succeeds.</param>
/// <param name="Reason">What happened, without anything that a server or a library wrote freely: it may hold secrets.</param>
/// <param name="IsTransient">Whether another try may succeed.</param>
/// <param name="MayHaveHappened">Whether the server may have carried the request out all the same.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
internal sealed record StoreFailure(
    string Code, string Reason, bool IsTransient = false, bool MayHaveHappened = false, TimeSpan? RetryAfter = null)
{
    /// <summary>What the status of an answer means.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">The server's word for it, such as <c>NoSuchBucket</c>.</param>
    /// <param name="retryAfter">What the server says in <c>Retry-After</c> (RFC 9110, section 10.2.3).</param>
    public static StoreFailure OfStatus(int status, string? errorCode, TimeSpan? retryAfter = null)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"the server answered {status}{(IsWord(errorCode) ? $" ({errorCode})" : "")}.");
        return status switch
        {
            401 or 403 => new StoreFailure(ArtifactCodes.StoreDenied, reason),
            404 => new StoreFailure(ArtifactCodes.StoreMissing, reason),
            // 4xx came before anything was done; behind a 5xx anything may have happened.
            408 or 429 => new StoreFailure(ArtifactCodes.StoreUnavailable, reason, IsTransient: true, MayHaveHappened: status == 408, retryAfter),
            501 or 505 => new StoreFailure(ArtifactCodes.StoreAccess, reason),
            >= 500 => new StoreFailure(ArtifactCodes.StoreUnavailable, reason, IsTransient: true, MayHaveHappened: true, retryAfter),
            _ => new StoreFailure(ArtifactCodes.StoreAccess, reason),
        };
    }

    /// <summary>What a failure of the connection means; nothing when it is none.</summary>
    public static StoreFailure? OfTransport(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException:
                    return new StoreFailure(ArtifactCodes.StoreAccess, "the server's certificate was not accepted.");
                case SocketException socket:
                    return Transient($"the connection failed ({socket.SocketErrorCode}).");
                case HttpIOException broken:
                    return Transient($"the connection broke off ({broken.HttpRequestError}).");
                case HttpRequestException { StatusCode: null } request when request.InnerException is null:
                    return Transient($"the request failed ({request.HttpRequestError}).");
                case XmlException or JsonException or FormatException or OverflowException:
                    return Transient("the answer was damaged, or is not one of the store.");
                case TimeoutException or OperationCanceledException:
                    return Transient("nothing moved on the connection for too long.");
            }
        }

        return e is IOException or HttpRequestException { StatusCode: null } ? Transient("the connection broke off.") : null;
    }

    private static StoreFailure Transient(string reason) =>
        new(ArtifactCodes.StoreUnavailable, reason, IsTransient: true, MayHaveHappened: true);

    private static bool IsWord(string? text) => text is { Length: > 0 and <= 64 } && text.All(char.IsAsciiLetterOrDigit);
}

/// <summary>A try that failed; never leaves the store.</summary>
internal sealed class StoreFailureException(StoreFailure failure, Exception? cause = null) : Exception(failure.Reason, cause)
{
    public StoreFailure Failure { get; } = failure;
}
