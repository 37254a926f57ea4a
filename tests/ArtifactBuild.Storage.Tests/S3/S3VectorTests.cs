using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.References;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Gcs;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>W&amp;B's golden vectors about references to S3, against a server that has exactly the objects of a vector.</summary>
[TestClass]
public class S3VectorTests
{
    private static readonly string Folder = Path.Combine(
        typeof(S3VectorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Vectors").Value!, "refs");

    /// <summary>W&amp;B ends the listing there without a word, and the artifact lacks objects; here it is an error, as for folders.</summary>
    private static readonly string[] Exceeded = ["ref_s3_max_objects"];

    public static IEnumerable<TestDataRow<string>> Rows => Directory.EnumerateFiles(Folder, "ref_s3_*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => new TestDataRow<string>(path) { DisplayName = Path.GetFileNameWithoutExtension(path) });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        JsonNode vector = JsonNode.Parse(await File.ReadAllBytesAsync(path))!;
        using var objects = new VectorObjects(vector["input"]!["s3"]!.AsArray());
        using S3References references = S3World.References(objects.Endpoint);
        JsonArray operations = vector["input"]!["ops"]!.AsArray();
        bool isExceeded = Exceeded.Contains(Path.GetFileNameWithoutExtension(path));
        var all = new List<ManifestEntry>();
        for (int i = 0; i < operations.Count; i++)
        {
            if (operations[i]!["op"]!.GetValue<string>() != "add_reference")
                continue;
            JsonNode expected = vector["op_results"]![i]!;
            if (expected["error"] is not null || isExceeded)
            {
                await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => AddAsync(references, operations[i]!));
                continue;
            }

            IReadOnlyList<ManifestEntry> entries = await AddAsync(references, operations[i]!);
            AssertSame(expected["entries"]!, new JsonArray([.. entries.Select(Json)]));
            all.AddRange(entries);
        }

        if (isExceeded)
            return;
        Assert.HasCount(vector["expected"]!["entry_count"]!.GetValue<int>(), all);
        AssertSame(
            vector["expected"]!["manifest"]!["contents"]!,
            new JsonObject(all.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Path, WithoutPath(Json(entry))))));
        Assert.AreEqual(
            operations.All(operation => operation!["checksum"]?.GetValue<bool>() != false),
            objects.WasAsked,
            "without a checksum nobody is asked");
    }

    private static Task<IReadOnlyList<ManifestEntry>> AddAsync(S3References references, JsonNode operation) => references.DescribeAsync(
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

    /// <summary>The objects of a vector, whose ETags and versions no real server lets one choose. W&amp;B's stand-in takes the first of a key.</summary>
    private sealed class VectorObjects : IDisposable
    {
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
            string[] place = request.Path.TrimStart('/').Split('/', 2);
            Assert.AreEqual("my-bucket", place[0]);
            if (request.Query.ContainsKey("list-type"))
                return S3World.Xml(200, List(request.Query.GetValueOrDefault("prefix", "")).ToString());
            string key = Uri.UnescapeDataString(place[1]);
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
}
