using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>One request and its answer: who may ask, what is logged, how it goes out.</summary>
internal sealed class Exchange(Routes routes, RequestLog log, string? token)
{
    public async Task RunAsync(HttpContext context)
    {
        await using var body = new CountingStream(context.Request.Body);
        var request = new GcsRequest(context, body);
        Reply reply;
        try
        {
            reply = await AnswerAsync(request);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // The client went away, or another request took its upload over.
            log.Add(new LoggedRequest(request.Method, request.Path, request.QueryString, 0, request.BytesRead, 0));
            context.Abort();
            return;
        }

        // Before it goes out, so that a test that has the answer finds it here.
        log.Add(new LoggedRequest(request.Method, request.Path, request.QueryString, reply.Status, request.BytesRead, reply.Length));
        await WriteAsync(context, reply);
    }

    private async Task<Reply> AnswerAsync(GcsRequest request)
    {
        try
        {
            CheckToken(request);
            return await routes.AnswerAsync(request);
        }
        catch (ApiError error)
        {
            // The real one reads on, so that a client sees the answer and no broken connection.
            await request.Body.CopyToAsync(Stream.Null, request.Cancellation);
            return error.ToReply(asText: request.Parameter("alt") == "media" && request.Method == "GET");
        }
    }

    private static async Task WriteAsync(HttpContext context, Reply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.Status == 308)
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "Resume Incomplete";
        foreach ((string header, string value) in reply.Headers)
            context.Response.Headers.Append(header, value);
        if (reply.Status is 204 or 304)
            return;
        if (reply.Media is not { Gunzip: true })
            context.Response.ContentLength = reply.Length;
        if (reply.Media != null)
            await reply.Media.WriteAsync(context.Response.Body, context.RequestAborted);
        else
            await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private void CheckToken(GcsRequest request)
    {
        // The address of an upload session is a secret of its own; whoever has it may write.
        if (token == null || request.Parameter("upload_id") != null)
            return;
        string? given = request.Header("Authorization");
        if (given != "Bearer " + token)
            throw ApiError.Unauthorized(given != null);
    }
}
