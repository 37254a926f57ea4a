using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.Storage.Tests.Gcs;

namespace ArtifactBuild.Storage.Tests.Vectors;

/// <summary>
/// The objects of a vector, whose ETags and generations no real server lets one choose; any bucket has them. W&amp;B's stand-in
/// takes the first of a name.
/// </summary>
internal sealed class GcsObjects : IDisposable
{
    private readonly JsonArray _objects;
    private readonly Responder _responder;

    public GcsObjects(JsonArray objects)
    {
        _objects = objects;
        _responder = new Responder(Answer);
    }

    public Uri Endpoint => _responder.Endpoint;

    public int Requests => _responder.Asked.Count;

    public void Dispose() => _responder.Dispose();

    // /storage/v1/b/<bucket>/o lists, and /o/<name> is an object.
    private Answered Answer(AskedRequest request)
    {
        string[] place = request.Path.TrimStart('/').Split('/', 6);
        if (place is not ["storage", "v1", "b", _, "o", ..])
            return Answered.Json(404, "{}");
        if (place.Length < 6)
            return Answered.Json(200, List(request.Query.GetValueOrDefault("prefix", "")));
        string name = Uri.UnescapeDataString(place[5]);
        string? generation = request.Query.GetValueOrDefault("generation");
        JsonNode? found = _objects.FirstOrDefault(item =>
            item!["key"]!.GetValue<string>() == name && (generation is null || generation == Text(item["generation"])));
        return found is null ? Answered.Json(404, "{}") : Answered.Json(200, Resource(found).ToJsonString());
    }

    private string List(string prefix)
    {
        IEnumerable<JsonNode?> items = _objects
            .Where(item => item!["key"]!.GetValue<string>().StartsWith(prefix, StringComparison.Ordinal))
            .DistinctBy(item => item!["key"]!.GetValue<string>())
            .Select(item => Resource(item!));
        return new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString();
    }

    private static JsonObject Resource(JsonNode item) => new()
    {
        ["name"] = item["key"]!.GetValue<string>(),
        ["etag"] = item["etag"]!.GetValue<string>(),
        ["size"] = Text(item["size"]),
        ["generation"] = Text(item["generation"]),
        ["metageneration"] = "1",
        ["updated"] = "2026-01-02T03:04:05.678Z",
    };

    private static string Text(JsonNode? number) => (number?.GetValue<long>() ?? 1).ToString(CultureInfo.InvariantCulture);
}
