using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ArtifactBuild.Storage.S3;
using ArtifactBuild.Storage.Tests.Gcs;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.S3;

/// <summary>W&amp;B's golden vectors about references to S3, against a server that has exactly the objects of a vector.</summary>
[TestClass]
public class S3VectorTests
{
    /// <summary>W&amp;B ends the listing there without a word, and the artifact lacks objects; here it is an error, as for folders.</summary>
    private static readonly string[] Exceeded = ["ref_s3_max_objects"];

    public static IEnumerable<TestDataRow<string>> Rows => ReferenceVector.Rows("ref_s3_");

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        ReferenceVector vector = ReferenceVector.Read(path);
        using var objects = new VectorObjects(vector.Objects("s3"));
        using S3References references = S3World.References(objects.Endpoint);
        await vector.AssertAsync(references, () => objects.Requests, isRefused: Exceeded.Contains(vector.Name));
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

        public int Requests => _responder.Asked.Count;

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
