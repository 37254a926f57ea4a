using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;

namespace ArtifactBuild.Builds.Tests.Log;

/// <summary>Several outputs in one log.</summary>
[TestClass]
public sealed class OutputLogTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Everything_that_an_item_says_is_in_the_version()
    {
        _folder.Write("out/a.bin", "a");
        _folder.Write("m.json", """{"accuracy": 0.9, "epochs": 1}""");
        OutputReport report = await _folder.LogAsync(BuildFolder.Item(
            "team/vision/model", ("Type", "model"), ("Root", "out"), ("Aliases", "best"), ("Tags", "small"), ("Description", "A model."),
            ("MetadataFile", "m.json"), ("Metadata", """{"epochs": 2}"""), ("TimeToLive", "30d"), ("LinkTo", "models/p:staging;team/models/q")));

        OutputResult result = report.Outputs.Single();
        Assert.AreEqual(OutputStatus.Logged, result.Status, string.Join(' ', result.Errors));
        Assert.AreSequenceEqual(["team/models/p:v0", "team/models/q:v0"], result.Links);
        await using ArtifactRegistry registry = _folder.Open();
        using Artifact model = await registry.GetAsync("team/vision/model:best");
        Assert.AreEqual("A model.", model.Description);
        Assert.AreEqual("""{"accuracy":0.9,"epochs":2}""", model.Metadata.ToJsonString());
        Assert.AreSequenceEqual(["small"], model.Tags);
        Assert.AreEqual(TimeSpan.FromDays(30), model.TimeToLive.Duration);
        using Artifact link = await registry.GetAsync("team/models/p:staging");
        Assert.AreEqual("team/vision/model:v0", link.SourceQualifiedName);
    }

    [TestMethod]
    public async Task An_incremental_output_adds_to_the_newest_version()
    {
        OutputItem Item(string file, string incremental) =>
            BuildFolder.Item("data", ("Type", "dataset"), ("Files", file), ("Incremental", incremental));
        _folder.Write("january.csv", "1");
        await _folder.LogAsync(Item("january.csv", "true"));
        _folder.Write("february.csv", "2");
        OutputReport second = await _folder.LogAsync(Item("february.csv", "true"));
        Assert.AreEqual(OutputStatus.Logged, second.Outputs[0].Status);
        Assert.AreSequenceEqual(["february.csv", "january.csv"], await _folder.PathsAsync("data"));
        Assert.AreEqual(OutputStatus.Unchanged, (await _folder.LogAsync(Item("february.csv", "true"))).Outputs[0].Status);
        Assert.AreEqual(OutputStatus.Logged, (await _folder.LogAsync(Item("february.csv", "false"))).Outputs[0].Status);
        Assert.AreSequenceEqual(["february.csv"], await _folder.PathsAsync("data"));
    }

    [TestMethod]
    public async Task URIs_become_entries_of_the_output_that_they_name()
    {
        _folder.Write("a.bin", "a");
        string target = _folder.Write("far/b.bin", "bb");
        OutputReport report = await _folder.LogAsync(
            [BuildFolder.Item("mixed", ("Type", "model"), ("Files", "a.bin")), BuildFolder.Item("pure", ("Type", "dataset"))],
            [
                BuildFolder.Item(new Uri(target).AbsoluteUri, ("Artifact", "default/uncategorized/mixed"), ("Name", "refs/b.bin")),
                BuildFolder.Item("custom://x/y", ("Artifact", "pure"), ("Name", "y")),
                BuildFolder.Item(new Uri(target).AbsoluteUri, ("Artifact", "pure"), ("Checksum", "false"), ("Name", "b")),
            ]);
        Assert.IsTrue(report.Succeeded, string.Join(' ', report.AllErrors));
        Assert.AreSequenceEqual(["a.bin", "refs/b.bin"], await _folder.PathsAsync("mixed"));
        Assert.AreSequenceEqual(["b", "y"], await _folder.PathsAsync("pure"));
        Assert.AreEqual(0, report.Outputs[1].Logged!.UploadedBytes);
    }

    [TestMethod]
    public async Task One_that_fails_keeps_no_other_back_and_every_failure_is_told()
    {
        _folder.Write("a.bin", "a");
        _folder.Write("b.bin", "b");
        OutputReport report = await _folder.LogAsync(
            [
                BuildFolder.Item("good", ("Type", "model"), ("Files", "a.bin")),
                BuildFolder.Item("nothing", ("Type", "model"), ("Root", "nowhere")),
                BuildFolder.Item("untyped", ("Files", "a.bin")),
                BuildFolder.Item("spoilt", ("Type", "model"), ("Files", "a.bin")),
                BuildFolder.Item("twin", ("Type", "model"), ("Files", "a.bin")),
                BuildFolder.Item("default/uncategorized/twin", ("Type", "model"), ("Files", "b.bin")),
                BuildFolder.Item("hollow", ("Type", "model")),
                BuildFolder.Item("far", ("Type", "model"), ("Files", "b.bin"), ("Registry", "ftp://host/x")),
                BuildFolder.Item("other", ("Type", "model"), ("Files", "b.bin")),
            ],
            [
                BuildFolder.Item("no uri", ("Artifact", "spoilt")),
                BuildFolder.Item("s3://b/k", ("Artifact", "spoilt"), ("MaxObjects", "0")),
            ]);
        Assert.AreEqual(
            "good Logged; nothing ART4010; untyped ART1004; spoilt ART1004; twin ART4012; default/uncategorized/twin ART4012; hollow ART1004; far ART2001; other Logged",
            string.Join("; ", report.Outputs.Select(output =>
                $"{output.Output} {(output.Errors.IsEmpty ? output.Status : string.Join(' ', output.Errors.Select(error => error.Code)))}")));
        Assert.AreSequenceEqual(["a.bin"], await _folder.PathsAsync("good"));
        Assert.AreSequenceEqual(["b.bin"], await _folder.PathsAsync("other"));
        await using ArtifactRegistry registry = _folder.Open();
        Assert.IsFalse(await registry.ExistsAsync("twin"));
        Assert.IsFalse(await registry.ExistsAsync("spoilt"));
    }

    [TestMethod]
    [DataRow("", DisplayName = "no artifact")]
    [DataRow("modle", DisplayName = "an artifact that is none")]
    [DataRow("a/b/c/d", DisplayName = "no name")]
    public async Task A_URI_of_nothing_stops_all(string artifact)
    {
        _folder.Write("a.bin", "a");
        OutputReport report = await _folder.LogAsync(
            [BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"))], [BuildFolder.Item("https://host/x?sig=secret", ("Artifact", artifact))]);
        Assert.AreEqual(OutputStatus.Skipped, report.Outputs[0].Status);
        Assert.AreEqual(artifact == "a/b/c/d" ? "ART1001" : "ART4013", report.Errors.Single().Code);
        Assert.DoesNotContain("secret", report.Errors[0].Message);
        Assert.IsFalse(Directory.Exists(_folder.Registry));
    }

    [TestMethod]
    public async Task A_failure_is_where_its_item_stands()
    {
        static OutputItem At(string place, OutputItem item) =>
            item with { Locate = e => new ArtifactFileException(e.Code, e.Message, place, 7, 5) };
        _folder.Write("a.bin", "a");
        OutputReport report = await _folder.LogAsync(
            [
                At("one", BuildFolder.Item("untyped")),
                At("two", BuildFolder.Item("empty", ("Type", "model"), ("Files", "*.none"))),
                At("three", BuildFolder.Item("spoilt", ("Type", "model"), ("Files", "a.bin"))),
            ],
            [At("four", BuildFolder.Item("s3://b/k", ("Artifact", "spoilt"), ("Checksum", "x")))]);
        Assert.AreEqual("one two four", string.Join(' ', report.AllErrors.Select(error => ((ArtifactFileException)error).File)));
    }

    [TestMethod]
    public async Task A_link_that_can_not_be_made_is_refused_before_anything_is_logged()
    {
        _folder.Write("a.bin", "a");
        await _folder.LogAsync(BuildFolder.Item("sequence", ("Type", "model"), ("Files", "a.bin"), ("LinkTo", "portfolio")));
        OutputReport report = await _folder.LogAsync(
            BuildFolder.Item("one", ("Type", "model"), ("Files", "a.bin"), ("LinkTo", "sequence")),
            BuildFolder.Item("two", ("Type", "dataset"), ("Files", "a.bin"), ("LinkTo", "portfolio")));
        Assert.AreSequenceEqual(["ART4002", "ART4002"], report.AllErrors.Select(error => error.Code));
        await using ArtifactRegistry registry = _folder.Open();
        Assert.IsFalse(await registry.ExistsAsync("one"));
        Assert.IsFalse(await registry.ExistsAsync("two"));
    }

    [TestMethod]
    public async Task A_portfolio_that_another_output_makes_a_collection_meanwhile_is_one_failure()
    {
        _folder.Write("a.bin", "a");
        // Whoever comes second finds a name that is taken by the other kind; one of the two must lose.
        OutputReport report = await _folder.LogAsync(
            BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"), ("LinkTo", "p")),
            BuildFolder.Item("p", ("Type", "model"), ("Files", "a.bin")));
        Assert.AreEqual("ART4002", report.AllErrors.Single().Code);
    }

    [TestMethod]
    [DataRow("Metadata", "[1]")]
    [DataRow("Metadata", "{")]
    [DataRow("Metadata", """{"a": 1, "a": 2}""")]
    [DataRow("MetadataFile", "none.json")]
    [DataRow("MetadataFile", "broken.json")]
    public async Task Metadata_that_is_no_object_is_refused(string name, string value)
    {
        _folder.Write("a.bin", "a");
        _folder.Write("broken.json", "{\"a\":");
        OutputReport report = await _folder.LogAsync(BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"), (name, value)));
        Assert.AreEqual("ART1004", report.AllErrors.Single().Code);
        Assert.IsFalse(Directory.Exists(_folder.Registry));
    }

    [TestMethod]
    public async Task Many_outputs_of_two_builds_at_once_all_get_their_versions()
    {
        for (int i = 0; i < 12; i++)
            _folder.Write($"o{i}/file.bin", $"content {i}");
        OutputItem[] outputs = [.. Enumerable.Range(0, 12).Select(i => BuildFolder.Item($"o{i}", ("Type", "model"), ("Root", $"o{i}")))];
        OutputReport[] both = await Task.WhenAll(
            Task.Run(() => BuildFolder.LogAsync(_folder.Settings with { MaxConcurrency = 2 }, outputs, [])),
            Task.Run(() => BuildFolder.LogAsync(_folder.Settings with { MaxConcurrency = 2 }, outputs, [])));
        Assert.IsTrue(Array.TrueForAll(both, report => report.Succeeded), string.Join(' ', both.SelectMany(report => report.AllErrors)));
        for (int i = 0; i < 12; i++)
        {
            Assert.AreEqual("v0 v0", $"{both[0].Outputs[i].Logged!.Artifact.Version} {both[1].Outputs[i].Logged!.Artifact.Version}");
            Assert.AreEqual(1, both.Count(report => report.Outputs[i].Status == OutputStatus.Logged));
        }
    }
}
