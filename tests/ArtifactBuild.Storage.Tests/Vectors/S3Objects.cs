using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.S3;

namespace ArtifactBuild.Storage.Tests.Vectors;

/// <summary>
/// The objects of a vector, whose ETags and versions no real server lets one choose; any bucket has them. W&amp;B's stand-in takes
/// the first of a key.
/// </summary>
internal sealed class S3Objects : IDisposable
{
    private readonly JsonArray _objects;
    private readonly Responder _responder;

    public S3Objects(JsonArray objects)
    {
        _objects = objects;
        _responder = new Responder(Answer);
    }

    public Uri Endpoint => _responder.Endpoint;

    public int Requests => _responder.Asked.Count;

    public void Dispose() => _responder.Dispose();

    private Answered Answer(AskedRequest request)
    {
        if (request.Query.ContainsKey("list-type"))
            return S3World.Xml(200, List(request.Query.GetValueOrDefault("prefix", "")).ToString());
        string key = Uri.UnescapeDataString(request.Path.TrimStart('/').Split('/', 2).ElementAtOrDefault(1) ?? "");
        string? version = request.Query.GetValueOrDefault("versionId");
        JsonNode? found = _objects.FirstOrDefault(item =>
            Text(item, "key") == key && (version is null || version == Text(item, "version_id")));
        if (found is null)
            return new Answered(404, []);
        var headers = new List<(string, string)>
        {
            ("ETag", $"\"{Text(found, "etag")}\""),
            ("Content-Type", Text(found, "content_type") ?? "binary/octet-stream"),
            ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
        };
        if (Text(found, "version_id") is string id)
            headers.Add(("x-amz-version-id", id));
        return new Answered(200, new byte[Size(found)], [.. headers]);
    }

    private XElement List(string prefix) => new(
        "ListBucketResult",
        new XElement("IsTruncated", "false"),
        _objects
            .Where(item => Text(item, "key")!.StartsWith(prefix, StringComparison.Ordinal))
            .DistinctBy(item => Text(item, "key"))
            .Select(item => new XElement(
                "Contents",
                new XElement("Key", Text(item, "key")),
                new XElement("LastModified", "2026-01-02T03:04:05.678Z"),
                new XElement("ETag", $"\"{Text(item, "etag")}\""),
                new XElement("Size", Size(item!).ToString(CultureInfo.InvariantCulture)))));

    private static string? Text(JsonNode? item, string name) => item![name]?.GetValue<string>();

    private static long Size(JsonNode item) => item["size"]!.GetValue<long>();
}
