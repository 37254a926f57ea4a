using System.Text;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Reading;
using ArtifactBuild.Media.Tests.Fixtures;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>JSON that somebody made to do harm.</summary>
[TestClass]
public class HostileTableTests
{
    private const string Types = """{"wb_type": "typedDict", "params": {"type_map": {"a": {"wb_type": "TYPE"}}}}""";

    public static IEnumerable<(string Json, string Reason)> Malformed =>
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not an object"),
        ("null", "not an object"),
        ("\uFEFF{}", "not JSON"),
        ("{} {}", "not JSON"),
        ("{}", "“_type”"),
        ("""{"_type": "html-file"}""", "html-file"),
        ("""{"_type": 1}""", "“_type”"),
        ("""{"_type": "table"}""", "“columns”"),
        ("""{"_type": "table", "columns": ["a"]}""", "“data”"),
        ("""{"_type": "table", "columns": "a", "data": []}""", "“columns”"),
        ("""{"_type": "table", "columns": [1.5], "data": []}""", "column"),
        ("""{"_type": "table", "columns": ["1", 1], "data": []}""", "same name"),
        ("""{"_type": "table", "columns": ["a"], "data": {}}""", "“data”"),
        ("""{"_type": "table", "columns": ["a"], "data": [null]}""", "row 0"),
        ("""{"_type": "table", "columns": ["a"], "data": [[1], []]}""", "row 1 has 0 cells"),
        ("""{"_type": "table", "columns": ["a"], "data": [[1]], "ncols": 2}""", "ncols"),
        ("""{"_type": "table", "columns": ["a"], "data": [[1]], "nrows": "1"}""", "nrows"),
        ("""{"_type": "table", "columns": ["a"], "data": [[1]], "data": [[2]]}""", "twice"),
        ("""{"_type": "table", "columns": ["\ud800"], "data": []}""", "not JSON"),
        ("""{"_type": "table", "columns": ["a"], "data": [[NaN]]}""", "not JSON"),
        ("""{"_type": "table", "columns": ["a"], "data": [[1e999]]}""", "too large"),
        ($$"""{"_type": "table", "columns": ["a"], "data": [[{{new string('9', 4301)}}]]}""", "digits"),
        ($$"""{"_type": "table", "columns": ["a"], "data": [[{{Nested(34)}}]]}""", "deep"),
        ($$"""{"_type": "table", "columns": ["a"], "data": [[{{Nested(100_000)}}]]}""", "not JSON"),
        (Typed("number").Replace("\"a\":", "\"b\":", StringComparison.Ordinal), "no type"),
        (Typed("nothing"), "nothing"),
        (Typed("list").Replace("typedDict", "list", StringComparison.Ordinal), "column_types"),
        ("""{"_type": "table", "columns": ["a"], "data": [], "column_types": []}""", "column_types"),
        ("""{"_type": "table", "columns": [], "data": [], "column_types": {"wb_type": "typedDict", "params": {"type_map": {"a": {"wb_type": "any"}}}}}""", "1 types for 0"),
        ($$$"""{"_type": "table", "columns": [], "data": [], "column_types": {"wb_type": "const", "params": {"val": {{{Nested(40)}}} } } }""", "column_types"),
        (Typed("timestamp", "253402300800000"), "range"),
        (Typed("timestamp", "-1e300"), "range"),
        (Typed("html-file", """{"_type": "html-file"}"""), "“path”"),
        (Typed("html-file", """{"_type": "html-file", "path": "x", "sha256": "x"}"""), "sha256"),
        (Typed("html-file", $$"""{"_type": "html-file", "path": "../../etc/passwd", "sha256": "{{new string('0', 64)}}"}"""), "not in the artifact"),
        (Typed("any", """{"_type": "table", "columns": [], "data": [[1]]}"""), "row 0"),
    ];

    [TestMethod]
    [DynamicData(nameof(Malformed))]
    public async Task What_is_no_table_is_refused(string json, string reason)
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogFilesAsync("a", ("t.table.json", Encoding.UTF8.GetBytes(json)));
        ArtifactException e = await ReadingRefusal.OfAsync(logged, "t");
        Assert.Contains(reason, e.Message);
        Assert.Contains("t.table.json", e.Message);
        Assert.IsLessThan(1000, e.Message.Length);
    }

    [TestMethod]
    public async Task A_page_of_another_digest_is_refused()
    {
        await using var registry = new MediaRegistry();
        string json = $$"""{"_type": "html-file", "path": "page", "sha256": "{{new string('0', 64)}}"}""";
        Artifact logged = await registry.LogFilesAsync("a", ("page", "x"u8.ToArray()), ("h.html-file.json", Encoding.UTF8.GetBytes(json)));
        await ReadingRefusal.OfAsync(logged, "h", ArtifactCodes.DigestMismatch);
    }

    [TestMethod]
    public void JSON_of_too_many_values_is_refused_before_it_fills_the_memory() => Assert.Contains(
        "values",
        Assert.ThrowsExactly<FormatException>(() => StoredJson.Read(Encoding.ASCII.GetBytes("{\"a\": [" + string.Concat(Enumerable.Repeat("{},", 6_000_000)) + "1]}"))).Message);

    [TestMethod]
    public async Task Objects_of_kinds_that_are_not_known_stay_what_they_are()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogFilesAsync("a", ("t.table.json", Encoding.UTF8.GetBytes(
            Typed("audio-file", """{"_type": "audio-file", "path": "media/audio/x.wav", "caption": null}"""))));
        Assert.AreEqual(
            "{_type: “audio-file”, caption: null, path: “media/audio/x.wav”}", CellText.Of((await logged.GetAsync<Table>("t"))!.Rows[0][0]));
    }

    private static string Typed(string type, string cell = "1") =>
        $$"""{"_type": "table", "columns": ["a"], "data": [[{{cell}}]], "column_types": {{Types.Replace("TYPE", type, StringComparison.Ordinal)}}}""";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
