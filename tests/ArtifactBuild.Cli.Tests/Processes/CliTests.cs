using System.Text.RegularExpressions;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Cli.Tests.Processes;

[TestClass]
public sealed partial class CliTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [TestMethod]
    public async Task Log_show_download_and_verify_go_round()
    {
        string file = _temporary.Write("source/a.txt", "content");
        ProgramResult log = await RunAsync("log", "team/vision/data", _temporary["source"], "--type", "dataset", "--alias", "best", "--tag", "t1");
        Assert.AreEqual(0, log.ExitCode, log.Error);
        StringAssert.Matches(log.Output, LoggedLine());

        ProgramResult show = await RunAsync("show", "team/vision/data:best");
        StringAssert.StartsWith(show.Output, "team/vision/data:best is v0, type dataset, aliases best, latest\n", StringComparison.Ordinal);
        StringAssert.Contains(show.Output, "           7  a.txt\n", StringComparison.Ordinal);

        ProgramResult download = await RunAsync("download", "team/vision/data", "--output", _temporary["out"]);
        Assert.AreEqual($"Downloaded team/vision/data:latest (v0) to {_temporary["out"]}\n", download.Output);
        CollectionAssert.AreEqual(File.ReadAllBytes(file), File.ReadAllBytes(_temporary["out/a.txt"]));

        ProgramResult verify = await RunAsync("verify", "team/vision/data", "--output", _temporary["out"]);
        Assert.AreEqual("The folder holds exactly team/vision/data:latest (v0)\n", verify.Output);
    }

    [TestMethod]
    [DataRow("ART1001", "show a/b/c/d")]
    [DataRow("ART1001", "log data:v1 {file} --type t")]
    [DataRow("ART1001", "log .. {file} --type t")]
    [DataRow("ART2001", "show data --registry ftp://bucket/x")]
    [DataRow("ART2002", "show nope")]
    [DataRow("ART2003", "show data:v7")]
    [DataRow("ART2003", "download data:nope --output {out}")]
    [DataRow("ART2010", "log data {file} --type t --registry {file}/registry")]
    [DataRow("ART3008", "download data --output {out} --cache {file}/cache")]
    [DataRow("ART3009", "download data --output {file}")]
    [DataRow("ART3009", "download data --output {file}/out")]
    [DataRow("ART3010", "verify data --output {empty}")]
    [DataRow("ART4001", "log data {out}/missing --type dataset")]
    [DataRow("ART4002", "log data {file} --type other")]
    [DataRow("ART4006", "log data {file} --type wandb-x")]
    [DataRow("ART4006", "log data {file} --type dataset --alias a/b")]
    [DataRow("ART4006", "log data {file} --type dataset --tag a.b")]
    public async Task Bad_input_gives_one_line_with_its_code(string code, string commandLine)
    {
        string file = _temporary.Write("file", "x");
        ProgramResult first = await RunAsync("log", "data", file, "--type", "dataset");
        Assert.AreEqual(0, first.ExitCode, first.Error);
        _temporary.MakeFolder("empty");
        string[] arguments = [.. commandLine.Split(' ').Select(argument => argument
            .Replace("{file}", file, StringComparison.Ordinal)
            .Replace("{out}", _temporary["out"], StringComparison.Ordinal)
            .Replace("{empty}", _temporary["empty"], StringComparison.Ordinal))];

        ProgramResult result = await RunAsync(arguments);

        Assert.AreEqual(1, result.ExitCode, result.Error);
        StringAssert.StartsWith(result.Error, $"error {code}: ", StringComparison.Ordinal);
        Assert.HasCount(1, result.Error.Trim().Split('\n'));
        Assert.DoesNotContain("   at ", result.Error);
        Assert.AreEqual("", result.Output);
    }

    [TestMethod]
    [DataRow("ART4001", "log data {root}/locked --type dataset")]
    [DataRow("ART4001", "log data {root}/locked/secret.txt --type dataset")]
    [DataRow("ART3009", "download data --output {root}/locked/out")]
    [DataRow("ART3008", "download data --output {root}/out --cache {root}/locked")]
    [DataRow("ART3009", "verify data --output {root}/locked")]
    [DataRow("ART2010", "log data {root}/file --type dataset --registry {root}/locked")]
    [DataRow("ART2010", "show data --registry {root}/hidden/registry")]
    [DataRow("ART1013", "restore {root}/**/artifacts.lock.json")]
    public async Task A_folder_that_may_not_be_used_is_reported(string code, string commandLine)
    {
        string file = _temporary.Write("file", "x");
        Assert.AreEqual(0, (await RunAsync("log", "data", file, "--type", "dataset")).ExitCode);
        await RunAsync("log", "data", file, "--type", "dataset", "--registry", _temporary["hidden/registry"]);
        _temporary.Write("locked/secret.txt", "x");
        await Unprivileged.SetModeAsync("a+rwX", _temporary.Root);
        await Unprivileged.SetModeAsync("a-rwx", _temporary["locked"]);
        await Unprivileged.SetModeAsync("a-rwx", _temporary["hidden/registry/collections"]);

        ProgramResult result = await Unprivileged.CliAsync(Defaults(
            [.. commandLine.Split(' ').Select(argument => argument.Replace("{root}", _temporary.Root, StringComparison.Ordinal))]));

        await Unprivileged.SetModeAsync("u+rwX", _temporary.Root);
        Assert.AreEqual(1, result.ExitCode, result.Error);
        StringAssert.StartsWith(result.Error, $"error {code}: ", StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [TestMethod]
    [DataRow("log data")]
    [DataRow("log data x")]
    [DataRow("nonsense")]
    [DataRow("show data --no-such-option")]
    public async Task A_command_line_that_is_none_fails_without_a_stack_trace(string commandLine)
    {
        ProgramResult result = await StartedProgram.RunAsync(BuildPaths.Cli, commandLine.Split(' '));
        Assert.AreEqual(1, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.AreNotEqual("", result.Error);
    }

    [TestMethod]
    public async Task The_command_line_reads_a_mirror()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("model", [], ("a", "0"));
        ProgramResult shown = await StartedProgram.RunAsync(
            BuildPaths.Cli, "show", "model", "--registry", "s3://nowhere/at-all", "--mirror", $"s3://nowhere/at-all={registry.Folder}", "--cache", registry.Cache);
        Assert.AreEqual(0, shown.ExitCode, shown.Error);
        Assert.StartsWith("default/uncategorized/model:latest is v0", shown.Output);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => StartedProgram.RunAsync(BuildPaths.Cli, Defaults(arguments));

    // The test's own registry and cache, unless the line names others.
    private string[] Defaults(string[] arguments)
    {
        IEnumerable<string> registry = arguments.Contains("--registry") ? [] : ["--registry", _temporary["registry"]];
        IEnumerable<string> cache = arguments.Contains("--cache") ? [] : ["--cache", _temporary["cache"]];
        return [.. arguments, .. registry, .. cache];
    }

    [GeneratedRegex(@"\ALogged team/vision/data:v0 [0-9a-f]{64} \(1 entry, 7 bytes sent\)\n\z")]
    private static partial Regex LoggedLine();
}
