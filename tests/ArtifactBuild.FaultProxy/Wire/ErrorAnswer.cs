using System.Globalization;
using System.Text;

namespace ArtifactBuild.Faults.Wire;

/// <summary>Makes the answers that the proxy gives in a server's place.</summary>
internal static class ErrorAnswer
{
    public static byte[] Make(AnswerFault fault, bool head, bool close, out int bodyBytes)
    {
        var (type, code, body) = Body(fault);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {fault.Status} {Reason(fault.Status)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        if (body.Length > 0) text.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        if (fault.Body == ErrorBody.S3) text.Append("x-amz-request-id: FAULT0000000001\r\n");
        if (fault.Body == ErrorBody.Azure) text.Append(CultureInfo.InvariantCulture, $"x-ms-error-code: {code}\r\nx-ms-request-id: fault-0001\r\n");
        if (fault.RetryAfter is { } wait) text.Append(CultureInfo.InvariantCulture, $"Retry-After: {(long)Math.Ceiling(wait.TotalSeconds)}\r\n");
        if (close) text.Append("Connection: close\r\n");
        text.Append("\r\n");
        bool bodiless = head || fault.Status is 204 or 304;
        bodyBytes = bodiless ? 0 : body.Length;
        if (!bodiless) text.Append(body);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static (string Type, string Code, string Body) Body(AnswerFault fault)
    {
        const string Message = "The fault proxy answers in the server's place.";
        string code = fault.Body switch
        {
            ErrorBody.S3 => fault.Status switch { 503 => "SlowDown", 429 => "TooManyRequests", 408 => "RequestTimeout", _ => "InternalError" },
            ErrorBody.Azure => fault.Status switch { 503 => "ServerBusy", 429 => "TooManyRequests", 408 => "RequestTimeout", _ => "InternalError" },
            _ => fault.Status switch { 429 => "rateLimitExceeded", 408 => "requestTimeout", _ => "backendError" },
        };
        return fault.Body switch
        {
            ErrorBody.S3 => ("application/xml", code,
                $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{Message}</Message><RequestId>FAULT0000000001</RequestId></Error>"),
            ErrorBody.Azure => ("application/xml", code,
                $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{Message}</Message></Error>"),
            ErrorBody.Gcs => ("application/json; charset=UTF-8", code, string.Create(CultureInfo.InvariantCulture,
                $$$"""{"error":{"code":{{{fault.Status}}},"message":"{{{Message}}}","errors":[{"message":"{{{Message}}}","domain":"global","reason":"{{{code}}}"}]}}""")),
            _ => ("", code, ""),
        };
    }

    private static string Reason(int status) => status switch
    {
        408 => "Request Timeout",
        412 => "Precondition Failed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Fault",
    };
}
