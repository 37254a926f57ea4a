using System.Globalization;
using System.Xml;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Remote;
using Azure;

namespace ArtifactBuild.Storage.Azure.Blobs;

/// <summary>What a refusal of the service means. Only its status and its one-word code are looked at: its texts hold addresses.</summary>
internal static class BlobFailures
{
    private const string CodeHeader = "x-ms-error-code";

    /// <summary>The service's word for a refusal.</summary>
    public static string? CodeOf(Response response) =>
        response.Headers.TryGetValue(CodeHeader, out string? code) ? code : null;

    /// <summary>The failure that an answer means.</summary>
    public static StoreFailureException Of(Response response) =>
        new(Of(response.Status, CodeOf(response), RetryAfterOf(response)));

    /// <summary>What an exception of the library means; nothing when it is none.</summary>
    public static StoreFailure? Explain(Exception e) => e switch
    {
        RequestFailedException { Status: > 0 } refused => Of(
            refused.Status, refused.ErrorCode, refused.GetRawResponse() is Response response ? RetryAfterOf(response) : null),
        // A list that is none, such as the log-in page of a network.
        XmlException => new StoreFailure(ArtifactCodes.StoreAccess, "the server's answer was none of Azure Blob Storage."),
        _ => null,
    };

    /// <summary>Whether a write was refused because its condition did not hold.</summary>
    public static bool IsLost(Response response, PutCondition condition) => (response.Status, CodeOf(response)) switch
    {
        (409, "BlobAlreadyExists") => condition.ETag is null,
        // A token that may create, but not overwrite, gets this for a condition.
        (403, "UnauthorizedBlobOverwrite") => condition.ETag is null,
        (404, "BlobNotFound") => condition.ETag is not null,
        _ => IsUnmet(response),
    };

    /// <summary>Whether a blob has another ETag. Leases answer 412, too, and are another matter.</summary>
    public static bool IsUnmet(Response response) =>
        response.Status == 412 && CodeOf(response) is null or "ConditionNotMet" or "TargetConditionNotMet";

    /// <summary>Whether there is no such blob, in a container that is there.</summary>
    public static bool IsMissing(Response response) => response.Status == 404 && !IsOfContainer(CodeOf(response));

    private static StoreFailure Of(int status, string? code, TimeSpan? retryAfter)
    {
        StoreFailure failure = StoreFailure.OfStatus(status, code, retryAfter);
        if (IsOfContainer(code))
            return failure with { Code = ArtifactCodes.StoreMissing };
        // What the network spoilt arrives whole another time.
        return code is "Md5Mismatch" or "Crc64Mismatch"
            ? failure with { Code = ArtifactCodes.StoreUnavailable, IsTransient = true }
            : failure;
    }

    private static bool IsOfContainer(string? code) => code is "ContainerNotFound" or "ContainerBeingDeleted" or "ContainerDisabled";

    private static TimeSpan? RetryAfterOf(Response response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out string? text))
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset date))
            return null;
        TimeSpan pause = date - DateTimeOffset.UtcNow;
        return pause > TimeSpan.Zero ? pause : TimeSpan.Zero;
    }
}
