using System.Collections.Concurrent;
using System.Globalization;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Tests.Gcs;

namespace ArtifactBuild.Storage.Tests.References;

/// <summary>A web server with ETags and ranges, that gives what was written.</summary>
internal sealed class HttpReferenceHome : ReferenceHome
{
    private readonly ConcurrentDictionary<string, (int Version, byte[] Bytes)> _files = new(StringComparer.Ordinal);
    private readonly Responder _server;
    private Uri _named;

    public HttpReferenceHome()
    {
        _server = new Responder(Answer);
        _named = _server.Endpoint;
    }

    public override Uri Endpoint => _server.Endpoint;

    public override string? Variable => null;

    public override bool HasFolders => false;

    public override bool HasChecksums => false;

    public override string MalformedUri => "http:///a";

    // The URI says where it leads, so another endpoint is one in later URIs.
    public override IReferenceHandler OpenAt(Uri endpoint)
    {
        _named = endpoint;
        return new HttpReferences(Quick);
    }

    public override string UriOf(string name) => $"{_named}{name}";

    public override Task WriteAsync(string name, byte[] bytes)
    {
        _files.AddOrUpdate(name, (1, bytes), (_, before) => (before.Version + 1, bytes));
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(string name)
    {
        _files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private Answered Answer(AskedRequest request)
    {
        if (!_files.TryGetValue(Uri.UnescapeDataString(request.Path[1..]), out (int Version, byte[] Bytes) file))
            return new Answered(404, []);
        (string, string) etag = ("ETag", $"\"{file.Version}\"");
        if (request.Headers["Range"] is not string range)
            return new Answered(200, file.Bytes, etag);
        int from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return new Answered(206, file.Bytes[from..], etag, ("Content-Range", $"bytes {from}-{file.Bytes.Length - 1}/{file.Bytes.Length}"));
    }
}
