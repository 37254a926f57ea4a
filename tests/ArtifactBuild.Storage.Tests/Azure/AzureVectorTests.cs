using System.Text.Json.Nodes;
using ArtifactBuild.Storage.Azure.References;
using ArtifactBuild.Storage.Tests.Support;

namespace ArtifactBuild.Storage.Tests.Azure;

/// <summary>W&amp;B's golden vectors about references to Azure, against a server that has exactly the blobs of a vector.</summary>
[TestClass]
public class AzureVectorTests
{
    public static IEnumerable<TestDataRow<string>> Rows => ReferenceVector.Rows("ref_azure");

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public async Task We_log_what_the_vector_says(string path)
    {
        ReferenceVector vector = ReferenceVector.Read(path);
        await using VersionedBlobs blobs = await VersionedBlobs.StartAsync(BlobsOf(vector.Objects("azure")));
        using AzureReferences references = blobs.References();
        await vector.AssertAsync(references, () => blobs.Host.Requests.Count);
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
}
