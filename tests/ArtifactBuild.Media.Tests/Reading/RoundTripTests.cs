using System.Numerics;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Media.Types;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>What is stored is what is read.</summary>
[TestClass]
public class RoundTripTests
{
    private static readonly DateTimeOffset Time = new(2024, 6, 1, 12, 0, 0, 123, TimeSpan.Zero);

    // Each with a value that comes back as it was, in a column of its own type.
    public static IEnumerable<object?> Cells =>
    [
        "text é\u2028\0",
        "",
        true,
        5L,
        long.MinValue,
        -BigInteger.Pow(10, 30),
        1.0,
        -0.0,
        1e-5,
        1e300,
        0.1m,
        "é"u8.ToArray(),
        Time,
        DateTimeOffset.MinValue,
        new object?[] { 1L, null, 2.5 },
        Array.Empty<object?>(),
        new object?[] { new object?[] { "a" }, new object?[] { "b", "" } },
        new object?[] { Time, null },
        new Dictionary<string, object?> { ["a"] = 1L, ["t"] = Time, ["d"] = new Dictionary<string, object?> { ["x"] = null }, ["_type"] = "html-file" },
        new Dictionary<string, object?> { ["10"] = new object?[] { "é"u8.ToArray() } },
        NdArray.From(new[,] { { 1f, float.NaN }, { float.PositiveInfinity, -0f } }),
        NdArray.Create<short>([.. Enumerable.Range(0, 151).Select(i => (short)-i)]),
        NdArray.From(new bool[2, 1, 3]),
        NdArray.Scalar(2.5),
        NdArray.Create<byte>([], 2, 0),
        new Html("<p>é</p>"),
        new object?[] { new Html("a"), new Html("b", inject: false) },
        new Table(["t", "h", "m"], [[Time, new Html("c"), NdArray.From(new long[2, 2])]]),
    ];

    [TestMethod]
    public async Task Every_kind_of_cell_comes_back_with_its_type()
    {
        await using var registry = new MediaRegistry();
        object?[] cells = [.. Cells];
        // A row of nulls would go with every column but those of arrays.
        var table = new Table(cells.Select((_, i) => (TableColumn)$"c{i}"), [cells, cells]);
        Table read = await registry.RoundTripAsync(table);
        Assert.AreEqual(CellText.Of(table), CellText.Of(read));
    }

    [TestMethod]
    public async Task Every_kind_of_cell_comes_back_from_a_column_of_anything_unless_only_the_type_tells()
    {
        await using var registry = new MediaRegistry();
        object?[] cells = [.. Cells.Where(cell => cell is null or string or bool or long or BigInteger or double or Html or Table)];
        cells = [.. cells, new Dictionary<string, object?> { ["_type"] = "table" }, new object?[] { new Html("x") }];
        var table = new Table(["any"], cells.Select(cell => new object?[] { cell }), optional: false, allowMixedTypes: true);
        Assert.AreEqual(CellText.Of(table), CellText.Of(await registry.RoundTripAsync(table)));
    }

    [TestMethod]
    public async Task What_has_no_form_of_its_own_in_JSON_comes_back_as_W_and_B_reads_it()
    {
        await using var registry = new MediaRegistry();
        (object? Cell, object? Read)[] cells =
        [
            (double.NaN, null),
            (1, 1L),
            (0.5f, 0.5),
            ('c', "c"),
            (new DateOnly(2024, 6, 1), new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero)),
            (new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(15_000), new DateTimeOffset(2024, 6, 1, 0, 0, 0, 1, TimeSpan.Zero)),
            (Time.ToOffset(TimeSpan.FromHours(5)), Time),
            ((1, "x"), new object?[] { 1L, "x" }),
            (new SortedSet<int> { 2, 1 }, new object?[] { 1L, 2L }),
            (NdArray.Create([1f, 2f]), new object?[] { 1.0, 2.0 }),
        ];
        var table = new Table(cells.Select((_, i) => (TableColumn)$"c{i}"), [cells.Select(cell => cell.Cell)]);
        Table read = await registry.RoundTripAsync(table);
        CollectionAssert.AreEqual(cells.Select(cell => CellText.Of(cell.Read)).ToArray(), read.Rows[0].Select(CellText.Of).ToArray());
    }

    [TestMethod]
    public async Task Numbers_among_times_are_times_unless_they_could_not_be_written_again()
    {
        await using var registry = new MediaRegistry();
        var table = new Table([new TableColumn("c", DataType.FromDType(new object[] { typeof(long), typeof(DateTime) }))], [[Time], [5], [1.5], [null]]);
        Table read = await registry.RoundTripAsync(table);
        CollectionAssert.AreEqual(
            new object?[] { Time, DateTimeOffset.UnixEpoch.AddMilliseconds(5), 1.5, null }, read.GetColumn("c").ToArray());
    }

    [TestMethod]
    public async Task Tables_without_rows_or_columns_and_with_numbers_for_names_come_back()
    {
        await using var registry = new MediaRegistry();
        Table[] tables = [new([]), new(), new([2, 1], [["a", 1L]]), new([new TableColumn("a", Optional: false)], [[true]]), new(["m"], dtype: new NdArrayType([2, 2]))];
        for (int i = 0; i < tables.Length; i++)
            Assert.AreEqual(CellText.Of(tables[i]), CellText.Of(await registry.RoundTripAsync(tables[i], $"t{i}")));
    }

    [TestMethod]
    public async Task A_table_that_was_read_goes_on_as_a_table()
    {
        await using var registry = new MediaRegistry();
        var table = new Table(["t", "m", "h"], [[Time, NdArray.From(new[,] { { 1, 2 } }), new Html("x")]]);
        Table read = await registry.RoundTripAsync(table, "first");
        foreach (Table each in new[] { table, read })
            each.AddRow(Time.AddDays(1), NdArray.From(new[,] { { 3, 4 } }), new Html("y"));
        Assert.AreEqual(CellText.Of(table), CellText.Of(await registry.RoundTripAsync(read, "second")));
        Refusal.Of(() => read.AddRow("text", null, null), "“t”");
    }

    [TestMethod]
    public async Task A_page_comes_back()
    {
        await using var registry = new MediaRegistry();
        string path = Path.Combine(registry.Root, "page one.html");
        File.WriteAllText(path, "<p>file</p>");
        Assert.AreEqual("<p>é</p>", (await registry.RoundTripAsync(new Html("<p>é</p>", inject: false), "text")).Text);
        Assert.AreEqual("<p>file</p>", (await registry.RoundTripAsync(Html.FromFile(path, inject: false), "file")).Text);
        Assert.AreEqual("", (await registry.RoundTripAsync(new Html("", inject: false), "empty")).Text);
    }
}
