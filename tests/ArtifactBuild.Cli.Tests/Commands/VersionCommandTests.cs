using System.Text.RegularExpressions;
using ArtifactBuild.Cli.Tests.Fixtures;

namespace ArtifactBuild.Cli.Tests.Commands;

/// <summary>What <c>log</c>, <c>show</c>, <c>download</c> and <c>verify</c> say, and how they end.</summary>
[TestClass]
public sealed partial class VersionCommandTests
{
    [TestMethod]
    public async Task A_log_says_what_it_made_and_whether_it_is_new()
    {
        await using var folder = new ToolFolder();
        folder.Write("source/a", "12");
        ToolResult one = await folder.RunAsync("log", "data", folder["source"], "--type", "dataset");
        Assert.AreEqual("Logged default/uncategorized/data:v0 # (1 entry, 2 bytes sent)\n", WithoutDigests(one.Output), one.Error);
        ToolResult same = await folder.RunAsync("log", "data", folder["source"], "--type", "dataset");
        Assert.AreEqual("Unchanged default/uncategorized/data:v0 # (1 entry, 0 bytes sent)\n", WithoutDigests(same.Output));
        folder.Write("source/b", "345");
        ToolResult two = await folder.RunAsync("log", "data", folder["source"], "--type", "dataset", "--entity", "default");
        Assert.AreEqual("Logged default/uncategorized/data:v1 # (2 entries, 3 bytes sent)\n", WithoutDigests(two.Output));
        Assert.AreEqual("", one.Error + same.Error + two.Error);
    }

    [TestMethod]
    public async Task A_log_that_fails_says_so_in_its_result_file_and_an_older_result_does_not_stay()
    {
        await using var folder = new ToolFolder();
        string result = folder.Write("result.json", "old");
        ToolResult log = await folder.RunAsync("log", "data:v1", folder.Write("a", "1"), "--type", "dataset", "--result", result);
        Assert.AreEqual(1, log.ExitCode);
        Assert.StartsWith("error ART1001: “default/uncategorized/data:v1” names a version. ", log.Error);
        Assert.AreEqual("", log.Output);
        Assert.Contains("\"succeeded\": false", File.ReadAllText(result));
    }

    [TestMethod]
    public async Task Show_lists_entries_with_their_sizes_and_what_references_point_to()
    {
        await using var folder = new ToolFolder();
        await folder.RunAsync(
            "log", "data", folder.Write("a.txt", "content"), "--type", "dataset", "--alias", "best", "--uri", "far=custom://host/k=v", "--no-checksum");
        ToolResult show = await folder.RunAsync("show", "data:best");
        string[] lines = show.Output.Split('\n');
        Assert.AreEqual("default/uncategorized/data:best is v0, type dataset, aliases best, latest", lines[0], show.Error);
        Assert.MatchesRegex("^digest [0-9a-f]{32}, manifest [0-9a-f]{64}, logged [0-9-]{10} [0-9:]{8}Z$", lines[1]);
        Assert.AreSequenceEqual(["           7  a.txt", "           ?  far -> custom://host/k=v"], lines[2..^1]);
    }

    [TestMethod]
    public async Task A_download_is_verified_and_a_folder_that_differs_is_an_error()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("data", [], ("a/x", "1"), ("b/y", "2"));
        ToolResult download = await folder.RunAsync("download", "data", "--output", folder["out"]);
        Assert.AreEqual(new ToolResult(0, $"Downloaded default/uncategorized/data:latest (v0) to {folder["out"]}\n", ""), download);
        ToolResult verify = await folder.RunAsync("verify", "data:v0", "--output", folder["out"]);
        Assert.AreEqual(new ToolResult(0, "The folder holds exactly default/uncategorized/data:v0 (v0)\n", ""), verify);

        File.Delete(folder["out/a/x"]);
        ToolResult failing = await folder.RunAsync("verify", "data", "--output", folder["out"]);
        Assert.AreEqual(1, failing.ExitCode);
        Assert.StartsWith("error ART3010: ", failing.Error);
        Assert.AreEqual("", failing.Output);

        await folder.RunAsync("download", "data", "--output", folder["some"], "--path-prefix", "b/");
        Assert.IsFalse(Directory.Exists(folder["some/a"]));
        Assert.AreEqual("2", File.ReadAllText(folder["some/b/y"]));
    }

    [TestMethod]
    [DataRow(1, "1 reference was")]
    [DataRow(2, "2 references were")]
    public async Task Verify_counts_what_it_can_not_compare(int references, string counted)
    {
        await using var folder = new ToolFolder();
        string[] uris = [.. Enumerable.Range(0, references).SelectMany(i => new[] { "--uri", $"r{i}=custom://host/{i}" })];
        await folder.RunAsync(["log", "data", folder.Write("a.txt", "content"), "--type", "dataset", .. uris]);
        ToolResult verify = await folder.RunAsync("verify", "data", "--output", Path.GetDirectoryName(folder.Write("out/a.txt", "content"))!);
        Assert.AreEqual(
            new ToolResult(0, $"The folder holds exactly default/uncategorized/data:latest (v0) ({counted} not compared)\n", ""), verify);
    }

    [TestMethod]
    public async Task Usage_that_is_tracked_is_in_the_registry()
    {
        await using var folder = new ToolFolder();
        await folder.Registry.LogAsync("data", [], ("x", "1"));
        ToolResult download = await folder.RunAsync("download", "data", "--output", folder["out"], "--track-usage");
        Assert.AreEqual(0, download.ExitCode, download.Error);
        using Artifacts.Artifact version = await folder.Registry.Open.GetAsync("data");
        Assert.AreEqual("artifact download", (await version.UsedByAsync()).Single().Name);
    }

    private static string WithoutDigests(string text) => Digest().Replace(text, "#");

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
