using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Tests.Types;
using ArtifactBuild.Model;
using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Tables;

[TestClass]
public class TableLimitTests
{
    public static IEnumerable<TestDataRow<string>> Cases => TypeCases.Of("table_truncation");

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Rows_over_the_limit_are_left_out_and_told(string json)
    {
        if (json == VectorRows.None)
            return;
        JsonNode item = JsonNode.Parse(json)!;
        int given = item["rows_given"]!.GetValue<int>();
        int stored = item["nrows"]!.GetValue<int>();
        var table = new Table(["i"], Enumerable.Range(0, given).Select(i => new object?[] { i }));
        var told = new List<(int, int)>();
        table.RowsDropped += (_, e) => told.Add((e.Stored, e.Dropped));

        using var draft = new DraftArtifact();
        ManifestEntry entry = draft.Artifact.Add(table, "t");

        Assert.AreEqual(item["entry_digest"]!.GetValue<string>(), entry.Digest);
        Assert.AreEqual(item["entry_size"]!.GetValue<long>(), entry.Size);
        Assert.AreEqual(item["artifact_digest"]!.GetValue<string>(), draft.Artifact.Digest);
        Assert.AreEqual(given - stored, table.DroppedRows);
        CollectionAssert.AreEqual(given == stored ? [] : new[] { (stored, given - stored) }, told);
    }
}
