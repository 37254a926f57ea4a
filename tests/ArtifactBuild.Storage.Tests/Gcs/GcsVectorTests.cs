using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;
using ArtifactBuild.Storage.Gcs.References;

namespace ArtifactBuild.Storage.Tests.Gcs;

/// <summary>W&amp;B's golden vectors about references to Cloud Storage, against a server that has exactly the objects of a vector.</summary>
[TestClass]
public class GcsVectorTests
{
    private static readonly string Folder = Path.Combine(
        typeof(GcsVectorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Vectors").Value!, "refs");

    public static IEnumerable<TestDataRow<string>> Rows => Directory.EnumerateFiles(Folder, "ref_gs_*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => new TestDataRow<string>(path) { DisplayName = Path.GetFileNameWithoutExtension(path) });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        JsonNode vector = JsonNode.Parse(await File.ReadAllBytesAsync(path))!;
        using var objects = new VectorObjects(vector["input"]!["gcs"]!.AsArray());
        using var references = new GcsReferences(GcsWorld.Quick, GcsWorld.Connect(objects.Endpoint));
        JsonArray operations = vector["input"]!["ops"]!.AsArray();
        var all = new List<ManifestEntry>();
        for (int i = 0; i < operations.Count; i++)
        {
            if (operations[i]!["op"]!.GetValue<string>() != "add_reference")
                continue;
            JsonNode expected = vector["op_results"]![i]!;
            if (expected["error"] is not null)
            {
                await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => AddAsync(references, operations[i]!));
                continue;
            }

            IReadOnlyList<ManifestEntry> entries = await AddAsync(references, operations[i]!);
            AssertSame(expected["entries"]!, new JsonArray([.. entries.Select(Json)]));
            all.AddRange(entries);
        }

        Assert.HasCount(vector["expected"]!["entry_count"]!.GetValue<int>(), all);
        AssertSame(
            vector["expected"]!["manifest"]!["contents"]!,
            new JsonObject(all.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Path, WithoutPath(Json(entry))))));
        Assert.AreEqual(
            operations.All(operation => operation!["checksum"]?.GetValue<bool>() != false),
            objects.WasAsked,
            "without a checksum nobody is asked");
    }

    private static Task<IReadOnlyList<ManifestEntry>> AddAsync(GcsReferences references, JsonNode operation) => references.DescribeAsync(
        new NewReference(
            operation["uri"]!.GetValue<string>(),
            operation["name"]?.GetValue<string>(),
            operation["checksum"]?.GetValue<bool>() ?? true,
            operation["max_objects"]?.GetValue<int>() ?? 10_000_000),
        CancellationToken.None);

    private static JsonObject Json(ManifestEntry entry)
    {
        var json = new JsonObject { ["path"] = entry.Path, ["digest"] = entry.Digest, ["ref"] = entry.Ref };
        if (entry.Size is long size)
            json["size"] = size;
        if (entry.Extra.Count > 0)
            json["extra"] = new JsonObject(entry.Extra.Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.GetRawText()))));
        return json;
    }

    private static JsonObject WithoutPath(JsonObject entry)
    {
        entry.Remove("path");
        return entry;
    }

    private static void AssertSame(JsonNode expected, JsonNode actual)
    {
        // Both come from text, so that numbers are compared as such.
        JsonNode read = JsonNode.Parse(actual.ToJsonString())!;
        Assert.IsTrue(JsonNode.DeepEquals(expected, read), $"expected {expected.ToJsonString()}\nactual {read.ToJsonString()}");
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

        public bool WasAsked => _responder.Asked.Count > 0;

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
