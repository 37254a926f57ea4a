using System.Globalization;
using System.Text.Json.Nodes;
using ArtifactBuild.Storage.Gcs.References;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>W&amp;B's golden vectors about references to Cloud Storage, against a server that has exactly the objects of a vector.</summary>
[TestClass]
public class GcsVectorTests
{
    public static IEnumerable<TestDataRow<string>> Rows => ReferenceVector.Rows("ref_gs_");

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        ReferenceVector vector = ReferenceVector.Read(path);
        using var objects = new VectorObjects(vector.Objects("gcs"));
        using var references = new GcsReferences(GcsWorld.Quick, GcsWorld.Connect(objects.Endpoint));
        await vector.AssertAsync(references, () => objects.Requests);
    }

    /// <summary>The objects of a vector, whose ETags and generations no real server lets one choose. W&amp;B's stand-in takes the first of a name.</summary>
    private sealed class VectorObjects : IDisposable
    {
        private const string Start = "/storage/v1/b/my-bucket/o";

        private readonly JsonArray _objects;
        private readonly Responder _responder;

        public VectorObjects(JsonArray objects)
        {
            _objects = objects;
            _responder = new Responder(Answer);
        }

        public Uri Endpoint => _responder.Endpoint;

        public int Requests => _responder.Asked.Count;

        public void Dispose() => _responder.Dispose();

        private Answered Answer(AskedRequest request)
        {
            Assert.StartsWith(Start, request.Path);
            if (request.Path.Length == Start.Length)
                return Answered.Json(200, List(request.Query.GetValueOrDefault("prefix", "")));
            string name = Uri.UnescapeDataString(request.Path[(Start.Length + 1)..]);
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

        private static string Text(JsonNode? number) => number!.GetValue<long>().ToString(CultureInfo.InvariantCulture);
    }
}
