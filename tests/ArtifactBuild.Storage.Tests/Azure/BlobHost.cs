using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>A request that a host got.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, decoded.</param>
/// <param name="Query">The query, as it was sent.</param>
/// <param name="Headers">The headers.</param>
internal sealed record HostedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers);

/// <summary>A server on this machine that answers what a test wants, for what no real one can be made to do.</summary>
internal sealed class BlobHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<HostedRequest> _requests = [];

    private BlobHost(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Urls.Single());

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<HostedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public static async Task<BlobHost> StartAsync(Func<HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication application = builder.Build();
        var host = new BlobHost(application);
        application.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            host.Note(context.Request);
            await answer(context);
        });
        await application.StartAsync();
        return host;
    }

    /// <summary>Refuses a request as the service does: a word in a header, and a text that repeats the whole request.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string? code)
    {
        context.Response.StatusCode = status;
        if (code is not null)
            context.Response.Headers["x-ms-error-code"] = code;
        if (context.Request.Method == "HEAD")
            return;
        context.Response.ContentType = "application/xml";
        string address = System.Security.SecurityElement.Escape(context.Request.Path + context.Request.QueryString);
        await context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{address}</Message></Error>");
    }

    /// <summary>Accepts what was written.</summary>
    public static Task CreatedAsync(HttpContext context)
    {
        context.Response.StatusCode = 201;
        Describe(context, "\"0x1\"");
        return Task.CompletedTask;
    }

    /// <summary>The headers that tell of a blob.</summary>
    public static void Describe(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        context.Response.Headers.LastModified = "Mon, 05 Jan 2026 06:07:08 GMT";
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private void Note(HttpRequest request)
    {
        var noted = new HostedRequest(
            request.Method,
            request.Path.Value!,
            request.QueryString.Value ?? "",
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        lock (_requests)
            _requests.Add(noted);
    }
}
