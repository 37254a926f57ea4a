using System.Reflection;
using System.Text.Json.Nodes;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.References;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>One of W&amp;B's golden vectors about references to objects of a store.</summary>
internal sealed class ReferenceVector
{
    private readonly JsonNode _json;

    private ReferenceVector(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        _json = JsonNode.Parse(File.ReadAllBytes(path))!;
    }

    public string Name { get; }

    /// <summary>The vectors whose names begin with a text.</summary>
    public static IEnumerable<TestDataRow<string>> Rows(string start) => Directory.EnumerateFiles(Folder, start + "*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => new TestDataRow<string>(path) { DisplayName = Path.GetFileNameWithoutExtension(path) });

    public static ReferenceVector Read(string path) => new(path);

    /// <summary>The objects that the store has.</summary>
    public JsonArray Objects(string store) => _json["input"]![store]!.AsArray();

    /// <summary>Adds the references of the vector and compares what comes of them.</summary>
    /// <param name="references">What adds them.</param>
    /// <param name="requests">The number of requests that the store has had.</param>
    /// <param name="isRefused">Whether all of them are an error here, on purpose.</param>
    public async Task AssertAsync(IReferenceHandler references, Func<int> requests, bool isRefused = false)
    {
        JsonArray operations = _json["input"]!["ops"]!.AsArray();
        var all = new List<ManifestEntry>();
        for (int i = 0; i < operations.Count; i++)
        {
            if (operations[i]!["op"]!.GetValue<string>() != "add_reference")
                continue;
            NewReference request = Request(operations[i]!);
            JsonNode expected = _json["op_results"]![i]!;
            if (isRefused || expected["error"] is not null)
            {
                await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => references.DescribeAsync(request, CancellationToken.None));
                continue;
            }

            int asked = requests();
            IReadOnlyList<ManifestEntry> entries = await references.DescribeAsync(request, CancellationToken.None);
            AssertSame(expected["entries"]!, new JsonArray([.. entries.Select(Json)]));
            Assert.AreEqual(request.Checksum, requests() > asked, "without a checksum nobody is asked");
            all.AddRange(entries);
        }

        if (isRefused)
            return;
        Assert.HasCount(_json["expected"]!["entry_count"]!.GetValue<int>(), all);
        AssertSame(
            _json["expected"]!["manifest"]!["contents"]!,
            new JsonObject(all.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Path, WithoutPath(Json(entry))))));
    }

    private static string Folder => Path.Combine(
        typeof(ReferenceVector).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Vectors").Value!, "refs");

    private static NewReference Request(JsonNode operation) => new(
        operation["uri"]!.GetValue<string>(),
        operation["name"]?.GetValue<string>(),
        operation["checksum"]?.GetValue<bool>() ?? true,
        operation["max_objects"]?.GetValue<int>() ?? 10_000_000);

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
}
