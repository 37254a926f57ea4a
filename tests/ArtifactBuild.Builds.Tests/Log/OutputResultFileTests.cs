using System.Text.Json;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Log;

/// <summary>What other programs read of a log.</summary>
[TestClass]
public sealed class OutputResultFileTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task It_has_every_output_with_its_version_or_its_errors()
    {
        _folder.Write("a.bin", "abc");
        var run = new Run { Id = "r1", Entity = "acme", Project = "vision", StartedAt = DateTimeOffset.UnixEpoch };
        OutputItem failing = BuildFolder.Item("empty", ("Type", "model"), ("Files", "*.none")) with
        {
            Locate = e => new Diagnostics.ArtifactFileException(e.Code, e.Message, "/p/App.csproj", 7, 5),
        };
        OutputReport report = await BuildFolder.LogAsync(
            _folder.Settings with { Run = run },
            [BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"), ("Aliases", "best"), ("LinkTo", "p")), failing],
            []);
        string path = _folder.PathOf("made/here/result.json");
        OutputResultFile.Write(path, report);

        string text = File.ReadAllText(path);
        ArtifactBuild.Artifacts.Artifact model = report.Outputs[0].Logged!.Artifact;
        Assert.AreEqual(
            $$"""
            {
              "format": 1,
              "succeeded": false,
              "run": "acme/vision/r1",
              "outputs": [
                {
                  "output": "model",
                  "status": "logged",
                  "name": "default/uncategorized/model",
                  "registry": "{{new Uri(_folder.Registry).AbsoluteUri}}",
                  "type": "model",
                  "version": "v0",
                  "isNewVersion": true,
                  "digest": "{{model.Digest}}",
                  "manifestSha256": "{{model.CommitHash}}",
                  "aliases": [
                    "best",
                    "latest"
                  ],
                  "links": [
                    "default/uncategorized/p:v0"
                  ],
                  "entries": 1,
                  "size": 3,
                  "filesSent": 1,
                  "bytesSent": 3,
                  "errors": []
                },
                {
                  "output": "empty",
                  "status": "failed",
                  "name": "default/uncategorized/empty",
                  "registry": "{{new Uri(_folder.Registry).AbsoluteUri}}",
                  "errors": [
                    {
                      "code": "ART4010",
                      "message": {{JsonSerializer.Serialize(report.Outputs[1].Errors[0].Message, Relaxed)}},
                      "file": "/p/App.csproj",
                      "line": 7,
                      "column": 5
                    }
                  ]
                }
              ],
              "errors": []
            }

            """,
            text);
        Assert.HasCount(1, Directory.GetFiles(_folder.PathOf("made/here")));
    }

    [TestMethod]
    public async Task Failures_of_no_output_and_unchanged_versions_are_in_it()
    {
        _folder.Write("a.bin", "abc");
        OutputItem model = BuildFolder.Item("model", ("Type", "model"), ("Files", "a.bin"));
        await _folder.LogAsync(model);
        OutputReport unchanged = await _folder.LogAsync(model);
        Assert.Contains("\"status\": \"unchanged\"", OutputResultFile.Text(unchanged));
        Assert.Contains("\"succeeded\": true", OutputResultFile.Text(unchanged));
        OutputReport orphan = await _folder.LogAsync([model], [BuildFolder.Item("s3://b/k")]);
        using var json = JsonDocument.Parse(OutputResultFile.Text(orphan));
        Assert.AreEqual("skipped", json.RootElement.GetProperty("outputs")[0].GetProperty("status").GetString());
        Assert.AreEqual("ART4013", json.RootElement.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [TestMethod]
    public void A_file_of_an_earlier_log_is_replaced_or_removed_and_none_is_no_failure()
    {
        string path = _folder.Write("result.json", "old");
        OutputResultFile.Write(path, new OutputReport([]));
        Assert.StartsWith("{", File.ReadAllText(path));
        OutputResultFile.Remove(path);
        Assert.IsFalse(File.Exists(path));
        OutputResultFile.Remove(path);
        OutputResultFile.Remove(_folder.PathOf("no/such/folder/result.json"));
    }

    [TestMethod]
    public void A_path_that_can_not_be_written_is_a_failure_with_a_code()
    {
        string file = _folder.Write("file", "x");
        Codes.AssertThrows("ART3009", () => OutputResultFile.Write($"{file}/result.json", new OutputReport([])));
        Codes.AssertThrows("ART3009", () => OutputResultFile.Write(_folder.PathOf("project"), new OutputReport([])));
        Assert.AreSequenceEqual(["file"], Directory.GetFileSystemEntries(_folder.PathOf("project")).Select(Path.GetFileName));
        Assert.HasCount(1, Directory.GetFileSystemEntries(_folder.PathOf(".")));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
