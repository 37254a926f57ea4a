using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.GcsHosting.State;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>An answer that is not a success, in the API's form.</summary>
internal sealed class ApiError : Exception
{
    private readonly string? _reason;
    private readonly string? _location;
    private readonly string? _locationType;
    private KeyValuePair<string, string?> _header;

    private ApiError(int status, string? reason, string message, string? location = null, string? locationType = null)
        : base(message)
    {
        (Status, _reason, _location, _locationType) = (status, reason, location, locationType);
    }

    public int Status { get; }

    public static ApiError Invalid(string message) => new(400, "invalid", message);

    public static ApiError Required(string parameter, string message) => new(400, "required", message, parameter, "parameter");

    public static ApiError ParseError(string message) => new(400, "parseError", message);

    public static ApiError NoSuchBucket() => new(404, "notFound", "The specified bucket does not exist.");

    public static ApiError NoSuchObject(string bucket, string name) => new(404, "notFound", $"No such object: {bucket}/{name}");

    public static ApiError Conflict(string message) => new(409, "conflict", message);

    public static ApiError ConditionNotMet() =>
        new(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.", "If-Match", "header");

    /// <summary>A condition of the "not match" kind that failed. The real one answers 304 without a body.</summary>
    public static ApiError NotModified(StoredObject? current) => new(304, null, "Not Modified") { _header = new("ETag", current?.ETag) };

    public static ApiError RangeNotSatisfiable(long size) =>
        new(416, "requestedRangeNotSatisfiable", "Request range not satisfiable", "Range", "header")
        {
            _header = new("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}")),
        };

    public static ApiError Unauthorized(bool tokenGiven)
    {
        ApiError error = tokenGiven
            ? new ApiError(401, "authError", "Invalid Credentials", "Authorization", "header")
            : new ApiError(401, "required", "Anonymous caller does not have access. Login Required.", "Authorization", "header");
        error._header = new("WWW-Authenticate", "Bearer");
        return error;
    }

    /// <summary>What the parts of the real one that speak no JSON (uploads, routing) answer: a line of text.</summary>
    public static ApiError Text(int status, string message) => new(status, null, message);

    public Reply ToReply(bool asText)
    {
        if (Status == 304)
            return new Reply(304).With(_header.Key, _header.Value);
        if (asText || _reason == null)
            return WithHeader(Reply.Text(Status, Message));

        var detail = new JsonObject { ["message"] = Message, ["domain"] = "global", ["reason"] = _reason };
        if (_location != null)
            (detail["locationType"], detail["location"]) = (_locationType, _location);
        var body = new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = Status, ["message"] = Message, ["errors"] = new JsonArray(detail) },
        };
        return WithHeader(Reply.Json(body, Status));
    }

    private Reply WithHeader(Reply reply) => _header.Key == null ? reply : reply.With(_header.Key, _header.Value);
}
