using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Tables;

[TestClass]
public class TableColumnTests
{
    [TestMethod]
    public void A_column_can_be_added_behind_the_others()
    {
        var table = new Table(["a"], [[1], [2]]);
        table.AddColumn("b", ["x", "y"]);
        table.AddColumn(new TableColumn("c", Optional: true), [null, 1.5]);
        CollectionAssert.AreEqual(new object[] { 2, "y", 1.5 }, table.Rows[1].ToArray());
        Assert.AreEqual("{'a': None or Number, 'b': String, 'c': None or Number}", table.ColumnTypes.ToString());
        CollectionAssert.AreEqual(new object?[] { null, 1.5 }, table.GetColumn("c").ToArray());
    }

    [TestMethod]
    public void The_first_column_of_an_empty_table_makes_its_rows()
    {
        var table = new Table([]);
        table.AddColumn("a", [1, 2]);
        Assert.HasCount(2, table.Rows);
        table.AddRow(3);
        Assert.HasCount(3, table.Rows);
    }

    [TestMethod]
    public void A_refused_column_leaves_the_table_as_it_was()
    {
        var table = new Table(["a"], [[1], [2]]);
        Refusal.Of(() => table.AddColumn("b", [1, "x"]), "“b”", "row 1", "String");
        Refusal.Of(() => table.AddColumn("b", [1, null]), "None");
        Refusal.Of(() => table.AddColumn("b", [1, double.NegativeInfinity]), "infinity");
        Refusal.Of(() => table.AddColumn("b", [1]), "2 rows", "1 cells");
        Refusal.Of(() => table.AddColumn("a", [1, 2]), "two columns “a”");
        CollectionAssert.AreEqual(new MemberName[] { "a" }, table.Columns.ToArray());
        Assert.AreEqual("{'a': None or Number}", table.ColumnTypes.ToString());
        Assert.HasCount(1, table.Rows[0]);
    }

    [TestMethod]
    public void A_refused_row_leaves_the_types_as_they_were()
    {
        var table = new Table(["a", "b"]);
        Refusal.Of(() => table.AddRow(1), "2 columns (a, b)", "1 cells");
        Refusal.Of(() => table.AddRow(1, double.PositiveInfinity), "infinity");
        Assert.IsEmpty(table.Rows);
        table.AddRow("x", 1);
        Refusal.Of(() => table.AddRow(1, 1), "“a”", "None or String", "Number");
        Assert.HasCount(1, table.Rows);
    }

    [TestMethod]
    public void Columns_say_their_own_type_or_the_table_does()
    {
        var table = new Table(
            ["a", new TableColumn("b", DataType.FromDType(new[] { typeof(int), typeof(string) }), Optional: false)],
            dtype: DataType.String);
        Assert.AreEqual("{'a': None or String, 'b': Number or String}", table.ColumnTypes.ToString());
        table.AddRow(null, 1);
        table.AddRow("x", "y");
        Refusal.Of(() => table.AddRow("x", null), "“b”");
        Refusal.Of(() => table.AddRow(1, 1), "“a”");
    }

    [TestMethod]
    public void Mixed_types_are_allowed_when_the_table_says_so()
    {
        using var draft = new DraftArtifact();
        var table = new Table(["a"], [[1], ["x"], [null]], allowMixedTypes: true);
        Assert.Contains("""{"a": {"params": {"allowed_types": [{"wb_type": "any"}, {"wb_type": "none"}]}, "wb_type": "union"}}""", draft.TextOf(table));
    }

    [TestMethod]
    public void Numbered_columns_are_sorted_as_numbers()
    {
        using var draft = new DraftArtifact();
        string text = draft.TextOf(new Table([10, 2, "x"], optional: false));
        Assert.Contains("""{"type_map": {"2": {"wb_type": "unknown"}, "10": {"wb_type": "unknown"}, "x": {"wb_type": "unknown"}}}""", text);
        Assert.Contains("\"columns\": [10, 2, \"x\"]", text);
        Refusal.Of(() => new Table([1, "1"]), "two columns “1”");
        Refusal.Of(() => new Table().GetColumn(1), "Input, Output, Expected");
    }
}
