using System.Reflection;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Storage.Azure.References;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>W&amp;B's golden vectors about references to Azure, against a server that has exactly the blobs of a vector.</summary>
[TestClass]
public class AzureVectorTests
{
    private static readonly string Folder = Path.Combine(
        typeof(AzureVectorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Vectors").Value!, "refs");

    public static IEnumerable<TestDataRow<string>> Rows => Directory.EnumerateFiles(Folder, "ref_azure*.json")
        .Order(StringComparer.Ordinal)
        .Select(path => new TestDataRow<string>(path) { DisplayName = Path.GetFileNameWithoutExtension(path) });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        JsonNode vector = JsonNode.Parse(await File.ReadAllBytesAsync(path))!;
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(BlobsOf(vector["input"]!["azure"]!.AsArray()));
        using AzureReferences references = blobs.References();
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

            int asked = blobs.Host.Requests.Count;
            ManifestEntry[] entries = await AddAsync(references, operations[i]!);
            AssertSame(expected["entries"]!, new JsonArray([.. entries.Select(Json)]));
            Assert.AreEqual(operations[i]!["checksum"]?.GetValue<bool>() ?? true, blobs.Host.Requests.Count > asked, "without a checksum nobody is asked");
            all.AddRange(entries);
        }

        Assert.HasCount(vector["expected"]!["entry_count"]!.GetValue<int>(), all);
        AssertSame(
            vector["expected"]!["manifest"]!["contents"]!,
            new JsonObject(all.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Path, WithoutPath(Json(entry))))));
    }

    // W&B's stand-in takes the first blob of a name when no version is asked for.
    private static VersionedBlob[] BlobsOf(JsonArray blobs)
    {
        var seen = new HashSet<string>();
        return [.. blobs.Select(blob => new VersionedBlob(
            blob!["key"]!.GetValue<string>(),
            blob["etag"]!.GetValue<string>(),
            new byte[blob["size"]!.GetValue<int>()],
            blob["version_id"]?.GetValue<string>(),
            seen.Add(blob["key"]!.GetValue<string>()),
            blob["metadata"]?["hdi_isfolder"]?.GetValue<string>() == "true"))];
    }

    private static Task<ManifestEntry[]> AddAsync(AzureReferences references, JsonNode operation) => references.AllAsync(
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
