using System.Numerics;
using System.Text.Json.Nodes;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Tables;

/// <summary>What is stored for a cell. The times are what Python 3.11 computes.</summary>
[TestClass]
public class TableCellTests
{
    private enum Species
    {
        Setosa,
    }

    public static IEnumerable<(object? Cell, string Json)> Cells =>
    [
        (null, "null"),
        (DBNull.Value, "null"),
        (double.NaN, "null"),
        (float.NaN, "null"),
        ('c', "\"c\""),
        (0.1f, "0.10000000149011612"),
        ((Half)0.5, "0.5"),
        (1.50m, "1.5"),
        (0.1m, "0.1"),
        (BigInteger.Pow(10, 30), "1000000000000000000000000000000"),
        (UInt128.MaxValue, "340282366920938463463374607431768211455"),
        (new DateTime(2024, 1, 1, 0, 0, 0, 1), "1704067200001"),
        (new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567), "1704067200123"),
        (new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddTicks(9_995_000), "0"),
        (new DateTime(2039, 3, 8, 19, 46, 13, 411), "2183226373410"),
        (DateTime.MinValue, "-62135596800000"),
        (new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.FromHours(2)), "1717236000000"),
        (new DateOnly(2024, 1, 1), "1704067200000"),
        ("é"u8.ToArray(), "\"\\u00e9\""),
        (Species.Setosa, "\"Setosa\""),
        (new[] { 1, 2 }, "[1, 2]"),
        (new[,] { { 1, 2 }, { 3, 4 } }, "[[1, 2], [3, 4]]"),
        ((1, "x"), "[1, \"x\"]"),
        (new SortedSet<int> { 2, 1 }, "[1, 2]"),
        (new List<object?> { new DateOnly(1970, 1, 2), null }, "[86400000, null]"),
        (new Dictionary<int, bool> { [10] = true, [9] = false }, "{\"9\": false, \"10\": true}"),
        (new Dictionary<bool, int> { [true] = 1 }, "{\"true\": 1}"),
        (new Dictionary<double, int> { [1] = 1 }, "{\"1.0\": 1}"),
        (JsonNode.Parse("""{ "b": [1, 1.0, 1e3, 12345678901234567890, "x", null, true], "a": {} }"""), "{\"a\": {}, \"b\": [1, 1.0, 1000.0, 12345678901234567890, \"x\", null, true]}"),
        (NdArray.Create<byte>([1, 2]), "[1, 2]"),
    ];

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void A_cell_is_stored_as_W_and_B_does(object? cell, string json)
    {
        using var draft = new DraftArtifact();
        string text = draft.TextOf(new Table(["c"], [[cell]], allowMixedTypes: true));
        Assert.Contains($"\"data\": [[{json}]]", text);
    }

    [TestMethod]
    public void Values_without_a_form_are_refused_and_nothing_is_added()
    {
        var table = new Table(["a", "b"], [[1, "x"]]);
        Refusal.Of(() => table.AddRow(2, double.PositiveInfinity), "Row 1", "“b”", "infinity");
        Refusal.Of(() => table.AddRow(2, new[] { Half.NegativeInfinity }), "infinity");
        Refusal.Of(() => table.AddRow(2, new byte[] { 0xff }), "UTF-8");
        Refusal.Of(() => table.AddRow(2, TimeSpan.Zero), "System.TimeSpan");
        Refusal.Of(() => table.AddRow(2, new object()), "System.Object");
        Refusal.Of(() => table.AddRow(2, Complex.One), "Complex");
        Refusal.Of(() => table.AddRow(2, new Dictionary<double, int> { [double.NaN] = 1 }), "key");
        Assert.HasCount(1, table.Rows);
    }

    [TestMethod]
    public void What_holds_itself_is_refused()
    {
        List<object?> list = [];
        list.Add(list);
        Refusal.Of(() => new Table(["a"], [[list]]), "levels deep");

        using var draft = new DraftArtifact();
        var table = new Table(["t"], allowMixedTypes: true);
        table.AddRow(table);
        Refusal.Of(() => draft.Artifact.Add(table, "t"), "holds itself");
        Assert.AreEqual(0, draft.Artifact.Manifest.Count);
    }

    [TestMethod]
    public void Cells_are_copied_when_they_are_added()
    {
        using var draft = new DraftArtifact();
        int[] list = [1, 2];
        byte[] bytes = "a"u8.ToArray();
        var table = new Table(["l", "b"], [[list, bytes]]);
        list[0] = 9;
        bytes[0] = 0xff;
        Assert.Contains("\"data\": [[[1, 2], \"a\"]]", draft.TextOf(table));
    }

    [TestMethod]
    public void A_page_in_a_cell_is_stored_beside_the_table()
    {
        using var draft = new DraftArtifact();
        string text = draft.TextOf(new Table(["page"], [[new Html("<p>x</p>", inject: false)], [null]]));
        Assert.Contains("""{"params": {"allowed_types": [{"wb_type": "html-file"}, {"wb_type": "none"}]}, "wb_type": "union"}""", text);
        Assert.Contains("""[[{"_type": "html-file", "path": "media/html/""", text);
        Assert.AreEqual(2, draft.Artifact.Manifest.Count);
    }
}
