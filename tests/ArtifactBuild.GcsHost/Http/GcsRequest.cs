using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ArtifactBuild.GcsHosting.Http;

/// <summary>A request, with its path in the raw: an object's name is one segment, whatever is encoded in it.</summary>
internal sealed class GcsRequest
{
    private readonly HttpRequest _request;
    private readonly CountingStream _body;

    public GcsRequest(HttpContext context, CountingStream body)
    {
        _request = context.Request;
        _body = body;
        // The framework's own path is decoded already, and has lost what was a slash and what was %2F.
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Path = target.Split('?', 2)[0];
        Segments = [.. Path.Split('/').Skip(1).Select(Uri.UnescapeDataString)];
        Cancellation = context.RequestAborted;
    }

    public string Method => _request.Method;

    /// <summary>As it was sent, without the query.</summary>
    public string Path { get; }

    public ImmutableArray<string> Segments { get; }

    public string BaseUrl => $"{_request.Scheme}://{_request.Host}";

    public Stream Body => _body;

    public long BytesRead => _body.BytesRead;

    public long? ContentLength => _request.ContentLength;

    public string? ContentType => _request.ContentType;

    public CancellationToken Cancellation { get; }

    public string QueryString => _request.QueryString.Value ?? "";

    public string? Header(string name) => _request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Parameter(string name) => _request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public long? Number(string name)
    {
        if (Parameter(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw ApiError.Invalid($"Invalid value '{text}'. Values must match the following regular expression: '-?\\d+' ({name})");
    }

    public bool Flag(string name) => Parameter(name) is { } text && (bool.TryParse(text, out bool value)
        ? value
        : throw ApiError.Invalid($"Invalid value for: {name} ({text})"));

    /// <summary>The resource in the body; an empty one when there is no body.</summary>
    public async Task<JsonObject> ReadJsonAsync() => await ReadJsonAsync(Body, Cancellation);

    public static async Task<JsonObject> ReadJsonAsync(Stream source, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await source.CopyToAsync(bytes, cancellation);
        if (bytes.Length == 0)
            return [];
        try
        {
            return JsonNode.Parse(bytes.ToArray()) as JsonObject ?? throw ApiError.ParseError("Parse Error: not an object");
        }
        catch (JsonException failure)
        {
            throw ApiError.ParseError("Parse Error: " + failure.Message);
        }
    }
}
