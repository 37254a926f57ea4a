using System.Text;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>Objects across artifacts.</summary>
[TestClass]
public class OriginTests
{
    [TestMethod]
    public async Task A_reference_to_an_object_of_another_artifact_is_followed_to_its_files()
    {
        await using var registry = new MediaRegistry();
        var table = new Table(["m", "h"], [[NdArray.From(new[,] { { 1, 2 } }), new Html("cell")]]);
        Artifact first = await registry.LogAsync("first", draft =>
        {
            draft.Add(table, "t");
            draft.Add(new Html("page"), "h");
        });
        Artifact second = await registry.LogAsync("second", draft =>
        {
            draft.AddReference(first.GetEntry("t"), "other.table.json");
            draft.AddReference(first.GetEntry("h"), "h.html-file.json");
        });
        Artifact third = await registry.LogAsync("third", draft => draft.AddReference(second.GetEntry("other"), "t.table.json"));
        Assert.AreEqual(CellText.Of(table), CellText.Of((await second.GetAsync<Table>("other"))!));
        Assert.Contains("page", (await second.GetAsync<Html>("h"))!.Text);
        Assert.AreEqual(CellText.Of(table), CellText.Of((await third.GetAsync<Table>("t"))!));
    }

    [TestMethod]
    public async Task A_reference_without_its_version_still_has_the_JSON_but_no_files()
    {
        await using var registry = new MediaRegistry();
        Artifact first = await registry.LogAsync("first", draft =>
        {
            draft.Add(new Table(["a"], [[1]]), "plain");
            draft.Add(new Table(["h"], [[new Html("x")]]), "rich");
        });
        Artifact second = await registry.LogAsync("second", draft =>
        {
            draft.AddReference(first.GetEntry("plain"));
            draft.AddReference(first.GetEntry("rich"));
        });
        File.Delete(Path.Combine(registry.Folder, "versions", first.Id + ".json"));
        Assert.HasCount(1, (await second.GetAsync<Table>("plain"))!.Rows);
        await ReadingRefusal.OfAsync(second, "rich", ArtifactCodes.ReferenceUnavailable);
    }

    [TestMethod]
    public async Task An_object_in_a_file_outside_is_read_and_one_that_changed_is_not()
    {
        await using var registry = new MediaRegistry();
        string path = Path.Combine(registry.Root, "t.table.json");
        File.WriteAllText(path, """{"_type": "table", "columns": ["a"], "data": [[1]]}""");
        using Artifact draft = registry.NewDraft();
        await draft.AddReferenceAsync(new Uri(path).AbsoluteUri);
        Artifact logged = await registry.LogAsync(draft);
        Assert.AreEqual(1L, (await logged.GetAsync<Table>("t"))!.Rows[0][0]);
        File.AppendAllText(path, " ");
        await ReadingRefusal.OfAsync(logged, "t", ArtifactCodes.DigestMismatch);
        File.Delete(path);
        await ReadingRefusal.OfAsync(logged, "t", ArtifactCodes.ReferenceUnavailable);
    }

    [TestMethod]
    public async Task An_object_knows_where_it_came_from_until_it_is_another()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogAsync("a", draft => draft.Add(new Table(["a"], [[1L]]), "t"));
        Table table = (await logged.GetAsync<Table>("t"))!;
        Assert.AreEqual(logged.GetEntry("t").Target, table.Origin);
        Assert.AreEqual(logged.Id, table.Origin!.ArtifactId);
        Refusal.Of(() => table.AddRow("x"));
        Assert.IsNotNull(table.Origin);
        table.AddRow(2L);
        Assert.IsNull(table.Origin);
        table = (await logged.GetAsync<Table>("t"))!;
        table.AddColumn("b", [true]);
        Assert.IsNull(table.Origin);
    }

    [TestMethod]
    public async Task The_pages_of_a_table_that_was_changed_are_referred_to_and_not_stored_again()
    {
        await using var registry = new MediaRegistry();
        Artifact first = await registry.LogAsync("first", draft => draft.Add(new Table(["h"], [[new Html("one")]]), "t"));
        ManifestEntry page = first.Manifest.Entries.Single(entry => entry.Path.StartsWith("media/", StringComparison.Ordinal));
        Table table = (await first.GetAsync<Table>("t"))!;
        table.AddRow(new Html("two"));
        Artifact second = await registry.LogAsync("second", draft => draft.Add(table, "t"));
        ArtifactEntry reference = second.GetEntry(page.Path);
        Assert.AreEqual(first.GetEntry(page.Path).RefUrl(), reference.Ref);
        Assert.AreEqual(page.Digest, reference.Digest);
        Assert.AreEqual(CellText.Of(table), CellText.Of((await second.GetAsync<Table>("t"))!));

        // A draft that has the file keeps it.
        using Artifact next = await first.NewDraftAsync();
        next.Add(table, "u");
        Assert.IsTrue(next.Manifest.TryGet(page.Path, out ManifestEntry? kept));
        Assert.IsFalse(kept.IsReference);
    }

    [TestMethod]
    public async Task Two_objects_may_share_a_file_that_has_any_path()
    {
        await using var registry = new MediaRegistry();
        byte[] page = Encoding.UTF8.GetBytes("<p>shared</p>");
        string json = $$"""{"_type": "html-file", "path": "pages/a b.html", "sha256": "{{Sha256Digest.Of(page)}}"}""";
        Artifact logged = await registry.LogFilesAsync(
            "a",
            ("pages/a b.html", page),
            ("t.table.json", Encoding.UTF8.GetBytes($$"""{"_type": "table", "columns": [1, "x"], "data": [[{{json}}, {{json}}], [null, 2.0]]}""")));
        Table table = (await logged.GetAsync<Table>("t"))!;
        Assert.AreEqual("<p>shared</p>", ((Html)table.Rows[0][1]!).Text);
        using Artifact draft = registry.NewDraft();
        string written = File.ReadAllText(draft.Add((Html)table.Rows[0][0]!, "h").LocalPath!);
        Assert.AreEqual(json, written);
        Assert.IsTrue(draft.Manifest.TryGet("pages/a b.html", out _));
    }

    [TestMethod]
    public async Task A_table_that_is_added_as_it_was_read_becomes_a_reference_and_reads_the_same()
    {
        await using var registry = new MediaRegistry();
        Artifact first = await registry.LogAsync("first", draft => draft.Add(new Table(["a"], [["one"]]), "t"));
        Table read = (await first.GetAsync<Table>("t"))!;

        Artifact second = await registry.LogAsync("second", draft => draft.Add(read, "copy"));

        ArtifactEntry entry = second.GetEntry("copy.table.json");
        Assert.AreEqual(first.GetEntry("t").RefUrl(), entry.Ref);
        CollectionAssert.AreEqual(new[] { "one" }, (await second.GetAsync<Table>("copy"))!.GetColumn("a").ToArray());
    }
}
