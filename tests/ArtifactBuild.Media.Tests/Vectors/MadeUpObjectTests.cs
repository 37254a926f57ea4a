using ArtifactBuild.Testing.Vectors;

namespace ArtifactBuild.Media.Tests.Vectors;

/// <summary>Vectors about objects that nobody has seen: right ones hold, wrong ones fail by name, and what waits for a kind is listed.</summary>
[TestClass]
public class MadeUpObjectTests
{
    private const string Number = """{"params": {"allowed_types": [{"wb_type": "none"}, {"wb_type": "number"}]}, "wb_type": "union"}""";
    private const string Time = """{"params": {"allowed_types": [{"wb_type": "none"}, {"wb_type": "timestamp"}]}, "wb_type": "union"}""";

    private static readonly Dictionary<string, MadeUpVector> All = new()
    {
        ["a table in a variable"] = MadeUpVector.Begin
            .Then("""{ "op": "make", "var": "t", "spec": { "class": "Table", "kwargs": { "columns": ["a"], "data": [[1]] } } }""")
            .Adds("""{ "op": "add", "obj": { "$": "var", "name": "t" }, "name": "x" }""", "x.table.json", Table("\"a\": " + Number, "[\"a\"]", "[[1]]", 1, 1))
            .Adds("""{ "op": "add", "obj": { "$": "var", "name": "t" }, "name": "y" }""", "x.table.json", Table("\"a\": " + Number, "[\"a\"]", "[[1]]", 1, 1))
            .Makes("x.table.json", Table("\"a\": " + Number, "[\"a\"]", "[[1]]", 1, 1)),
        ["what is called after the making"] = MadeUpVector.Begin
            .Then("""
                { "op": "setitem", "name": "t", "obj": { "$": "obj", "spec": { "class": "Table", "args": [["a"], [[1]]], "then": [
                  { "add_data": [2] }, ["add_column", "b", [3, 4]], ["add_column", ["c", [5, 6]], { "optional": true }] ] } } }
                """)
            .Makes("t.table.json", Table($"\"a\": {Number}, \"b\": {{\"wb_type\": \"number\"}}, \"c\": {Number}", "[\"a\", \"b\", \"c\"]", "[[1, 3, 5], [2, 4, 6]]", 3, 2)),
        ["a step that fails"] = MadeUpVector.Begin
            .Fails("""{ "op": "make", "var": "t", "spec": { "class": "Table", "args": [["a"], [[1]]], "then": [{ "method": "add_data", "args": [1, 2] }] } }""")
            .Fails("""{ "op": "make", "var": "t", "spec": { "class": "Table", "args": [["a"], [["x"], [1]]] } }""", "TypeError")
            .Fails("""{ "op": "make", "var": "t", "spec": { "class": "Table", "args": [5] } }""", "TypeError"),
        ["times with a zone and without"] = MadeUpVector.Begin
            .Then("""
                { "op": "setitem", "name": "t", "obj": { "$": "obj", "spec": { "class": "Table", "kwargs": { "columns": ["a"], "data": [
                  [{ "$": "datetime", "iso": "2024-01-02T03:04:05" }], [{ "$": "datetime", "iso": "2024-01-02T05:04:05+02:00" }], [{ "$": "date", "iso": "2024-01-02" }] ] } } } }
                """)
            .Makes("t.table.json", Table("\"a\": " + Time, "[\"a\"]", "[[1704164645000], [1704164645000], [1704153600000]]", 1, 3)),
        ["types as expressions"] = MadeUpVector.Begin
            .Then("""
                { "op": "setitem", "name": "t", "obj": { "$": "obj", "spec": { "class": "Table", "kwargs": {
                  "columns": ["a", "b"], "data": [[1, ["x", 2]]], "dtype": [{ "$": "py", "expr": "int" }, { "$": "py", "expr": "[[int, str]]" }], "optional": [true, false] } } } }
                """)
            .Makes("t.table.json", Table(
                $"\"a\": {Number}, \"b\": " + """{"params": {"element_type": {"params": {"allowed_types": [{"wb_type": "number"}, {"wb_type": "string"}]}, "wb_type": "union"}, "length": 2}, "wb_type": "list"}""",
                "[\"a\", \"b\"]", "[[1, [\"x\", 2]]]", 2, 1)),
        ["pages"] = MadeUpVector.Begin.File("p.html", "<p>x</p>")
            .Then("""{ "op": "setitem", "name": "h", "obj": { "$": "obj", "spec": { "class": "Html", "args": ["<p>x</p>"], "kwargs": { "inject": false } } } }""")
            .Fails("""{ "op": "add", "name": "n", "obj": 42 }""")
            .Fails("""{ "op": "add", "name": "n", "obj": { "$": "obj", "spec": { "class": "Hologram", "args": [] } } }""")
            .Makes("h.html-file.json", """{"_type": "html-file", "path": "media/html/aa97d9b35cce590a35f4.html", "sha256": "31d8e07ec305ac4e2515d1f0b1c8c603b3858044eb7d97807d6d0970838cb0be"}""")
            .Makes("media/html/aa97d9b35cce590a35f4.html", "<p>x</p>"),
    };

    public static IEnumerable<TestDataRow<string>> Right => All.Keys.Select(name => new TestDataRow<string>(name) { DisplayName = name });

    [TestMethod]
    [DynamicData(nameof(Right))]
    public async Task A_right_vector_holds(string name)
    {
        Vector vector = All[name].Read();
        Assert.IsEmpty(VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector);
    }

    [TestMethod]
    [DynamicData(nameof(Right))]
    public Task A_wrong_vector_fails_by_name(string name) => WrongVectors.AssertFailAsync(All[name]);

    [TestMethod]
    public async Task What_W_and_B_writes_and_JSON_does_not_have_differs_on_purpose()
    {
        Vector vector = MadeUpVector.Begin
            .Then("""{ "op": "make", "var": "t", "spec": { "class": "Table", "args": [["a"], [[{ "$": "float", "repr": "inf" }]]] } }""")
            .Adds("""{ "op": "add", "obj": { "$": "var", "name": "t" }, "name": "t" }""", "t.table.json", Table("\"a\": " + Number, "[\"a\"]", "[[Infinity]]", 1, 1))
            .Makes("t.table.json", Table("\"a\": " + Number, "[\"a\"]", "[[Infinity]]", 1, 1))
            .Read();
        Assert.HasCount(1, VectorDifferences.ReasonsOf(vector));
        await VectorRun.RunAsync(vector);
        await Assert.ThrowsExactlyAsync<AssertFailedException>(() => VectorRun.RunAsync(vector, asTold: true));
    }

    [TestMethod]
    public void A_vector_waits_for_the_kinds_that_it_has_and_that_are_not_built()
    {
        CollectionAssert.AreEqual(
            new[] { "media kind Audio is not built yet", "media kind Image is not built yet" },
            NotBuilt("""{ "op": "add", "name": "t", "obj": { "$": "obj", "spec": { "class": "Table", "args": [["a"], [[{ "$": "obj", "spec": { "class": "Image", "args": ["x"] } }], [{ "$": "obj", "spec": { "class": "Audio", "args": ["x"] } }]]] } } }"""));
        CollectionAssert.AreEqual(
            new[] { "Table.set_pk is not built yet" },
            NotBuilt("""{ "op": "make", "var": "t", "spec": { "class": "Table", "args": [["a"], [["x"]]], "then": [["set_pk", "a"]] } }"""));
        CollectionAssert.AreEqual(
            Array.Empty<string>(),
            NotBuilt("""{ "op": "add", "name": "t", "obj": { "$": "obj", "spec": { "class": "Hologram", "args": [] } } }"""));
    }

    [TestMethod]
    public void Every_kind_is_listed_or_made()
    {
        foreach (string kind in VectorObjects.Classes)
        {
            IReadOnlyList<string> reasons = NotBuilt($$"""{ "op": "make", "var": "x", "spec": { "class": "{{kind}}", "args": ["x"] } }""");
            CollectionAssert.AreEqual(VectorObjects.Built.Contains(kind) ? [] : new[] { $"media kind {kind} is not built yet" }, reasons.ToArray());
        }
    }

    private static string[] NotBuilt(string operation) => [.. VectorNeeds.NotBuilt(MadeUpVector.Begin.Then(operation).Read())];

    private static string Table(string types, string columns, string data, int width, int length) =>
        """{"_type": "table", "column_types": {"params": {"type_map": {""" + types + """}}, "wb_type": "typedDict"}, "columns": """ + columns
        + $", \"data\": {data}, \"ncols\": {width}, \"nrows\": {length}}}";
}
