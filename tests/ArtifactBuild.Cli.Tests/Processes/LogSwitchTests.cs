using System.Text.Json;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Cli.Tests.Processes;

/// <summary>The switches that describe what is logged, the result file, and the record of who uses what.</summary>
[TestClass]
public sealed class LogSwitchTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public async Task Every_switch_is_in_the_version_and_the_tool_is_the_run_that_logged_it()
    {
        string file = _temporary.Write("a.bin", "abc");
        string far = _temporary.Write("far.bin", "x");
        _temporary.Write("m.json", """{"accuracy": 0.9, "epochs": 1}""");
        ProgramResult log = await RunAsync(
            "log", "team/vision/model", file, "--type", "model", "--alias", "a;b", "--tag", "small one", "--description", "A model.",
            "--metadata-file", _temporary["m.json"], "--metadata", """{"epochs": 2}""", "--time-to-live", "30d", "--link-to", "p:staging",
            "--link-to", "q", "--uri", $"refs/far.bin={new Uri(far).AbsoluteUri}", "--uri", "custom://host/k=v", "--no-checksum",
            "--result", _temporary["result.json"]);
        Assert.AreEqual(1, log.ExitCode, "a URI of a scheme that only is kept track of needs a name");
        Assert.StartsWith("error ART4009: ", log.Error);
        using (var failed = JsonDocument.Parse(File.ReadAllText(_temporary["result.json"])))
            Assert.AreEqual("failed", failed.RootElement.GetProperty("outputs")[0].GetProperty("status").GetString());

        log = await RunAsync(
            "log", "team/vision/model", file, "--type", "model", "--alias", "a;b", "--tag", "small one", "--description", "A model.",
            "--metadata-file", _temporary["m.json"], "--metadata", """{"epochs": 2}""", "--time-to-live", "30d", "--link-to", "p:staging",
            "--link-to", "q", "--uri", $"refs/far.bin={new Uri(far).AbsoluteUri}", "--uri", "k=custom://host/k=v", "--no-checksum",
            "--result", _temporary["result.json"]);
        Assert.AreEqual(0, log.ExitCode, log.Error);

        await using ArtifactRegistry registry = Open();
        using Artifact model = await registry.GetAsync("team/vision/model:a;b");
        Assert.AreEqual("A model.", model.Description);
        Assert.AreEqual("""{"accuracy":0.9,"epochs":2}""", model.Metadata.ToJsonString());
        Assert.AreEqual(TimeSpan.FromDays(30), model.TimeToLive.Duration);
        Assert.AreSequenceEqual(["small one"], model.Tags);
        Assert.AreSequenceEqual(
            ["a.bin", "k", "refs/far.bin"],
            (await model.GetManifestAsync()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.AreEqual("custom://host/k=v", model.GetEntry("k").Ref);
        Assert.IsTrue(await registry.ExistsAsync("team/vision/p:staging"));
        Assert.IsTrue(await registry.ExistsAsync("team/vision/q"));
        Run run = (await model.LoggedByAsync())!;
        Assert.AreEqual("artifact log", run.Name);
        using var result = JsonDocument.Parse(File.ReadAllText(_temporary["result.json"]));
        Assert.IsTrue(result.RootElement.GetProperty("succeeded").GetBoolean());
        Assert.AreEqual($"default/uncategorized/{run.Id}", result.RootElement.GetProperty("run").GetString());
        Assert.AreEqual(model.CommitHash, result.RootElement.GetProperty("outputs")[0].GetProperty("manifestSha256").GetString());
    }

    [TestMethod]
    public async Task An_incremental_log_adds_and_a_log_of_URIs_needs_no_files()
    {
        string far = _temporary.Write("far.bin", "x");
        Assert.AreEqual(0, (await RunAsync("log", "data", _temporary.Write("one", "1"), "--type", "dataset")).ExitCode);
        ProgramResult second = await RunAsync("log", "data", "--type", "dataset", "--incremental", "--uri", new Uri(far).AbsoluteUri);
        Assert.AreEqual(0, second.ExitCode, second.Error);
        await using ArtifactRegistry registry = Open();
        using Artifact data = await registry.GetAsync("data");
        Assert.AreEqual(2, (await data.GetManifestAsync()).Entries.Count);
    }

    [TestMethod]
    [DataRow("ART1001", "log data:v1 {file} --type t")]
    [DataRow("ART1004", "log data {file} --type t --time-to-live soon")]
    [DataRow("ART1004", "log data {file} --type t --metadata [1]")]
    [DataRow("ART4006", "log data {file} --type t --alias a/b")]
    [DataRow("ART4009", "log data --type t --uri nothing")]
    public async Task What_fails_is_in_the_result_file_too(string code, string commandLine)
    {
        string file = _temporary.Write("file", "x");
        _temporary.Write("result.json", "of an earlier log");
        string[] arguments = [.. commandLine.Replace("{file}", file, StringComparison.Ordinal).Split(' '), "--result", _temporary["result.json"]];
        ProgramResult result = await RunAsync(arguments);
        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith($"error {code}: ", result.Error);
        using var json = JsonDocument.Parse(File.ReadAllText(_temporary["result.json"]));
        JsonElement error = json.RootElement.GetProperty("outputs")[0].GetProperty("errors")[0];
        Assert.AreEqual(code, error.GetProperty("code").GetString());
        Assert.AreEqual($"error {code}: {error.GetProperty("message").GetString()}", result.Error.Trim());
    }

    [TestMethod]
    public async Task A_result_file_that_can_not_be_written_is_an_error_and_nothing_to_log_is_none()
    {
        string file = _temporary.Write("file", "x");
        ProgramResult result = await RunAsync("log", "data", file, "--type", "t", "--result", $"{file}/result.json");
        Assert.StartsWith("error ART3009: ", result.Error);
        ProgramResult empty = await RunAsync("log", "data", "--type", "t");
        Assert.AreEqual(1, empty.ExitCode);
        Assert.Contains("Give files or folders to log, or --uri.", empty.Error);
    }

    [TestMethod]
    public async Task A_download_is_a_use_only_when_it_is_asked_for()
    {
        Assert.AreEqual(0, (await RunAsync("log", "data", _temporary.Write("file", "x"), "--type", "t")).ExitCode);
        Assert.AreEqual(0, (await RunAsync("download", "data", "--output", _temporary["one"])).ExitCode);
        await using ArtifactRegistry registry = Open();
        using Artifact data = await registry.GetAsync("data");
        Assert.IsEmpty(await data.UsedByAsync());
        ProgramResult tracked = await RunAsync("download", "data", "--output", _temporary["two"], "--track-usage");
        Assert.AreEqual((0, ""), (tracked.ExitCode, tracked.Error));
        Assert.AreEqual("artifact download", (await data.UsedByAsync()).Single().Name);
        // The runs' folder is in the way.
        Directory.Delete(_temporary["registry/runs"], recursive: true);
        _temporary.Write("registry/runs", "no folder");
        ProgramResult refused = await RunAsync("download", "data", "--output", _temporary["three"], "--track-usage");
        Assert.AreEqual(0, refused.ExitCode);
        Assert.StartsWith("warning ART2501: ", refused.Error);
        Assert.IsTrue(File.Exists(_temporary["three/file"]));
    }

    private ArtifactRegistry Open() =>
        ArtifactRegistry.Open(_temporary["registry"], new ArtifactRegistryOptions { CacheDirectory = _temporary["cache"] });

    private Task<ProgramResult> RunAsync(params string[] arguments) => StartedProgram.RunAsync(
        BuildPaths.Cli, [.. arguments, "--registry", _temporary["registry"], "--cache", _temporary["cache"]]);
}
