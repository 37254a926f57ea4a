using ArtifactBuild.Artifacts;
using ArtifactBuild.Core.Tests.Transfer.Support;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

/// <summary>The swap of a collection's head is carried out, but its answer is lost: the version is there, once.</summary>
[TestClass]
public class LostSwapTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task There_is_exactly_one_version(bool isFirst)
    {
        await using var registry = new WatchedRegistry();
        if (!isFirst)
            await registry.LogAsync(("a.txt", "before"u8.ToArray()));
        Side side = registry.Open();
        LoseAnswer(side, () => Task.CompletedTask);

        LogResult result = await LogAsync(registry, side, "mine", "production");

        string expected = isFirst ? "v0" : "v1";
        Assert.AreEqual((true, expected), (result.IsNewVersion, result.Artifact.Version));
        CollectionAssert.AreEqual(isFirst ? ["v0"] : new[] { "v1", "v0" }, await VersionsAsync(registry));
        Assert.AreEqual(isFirst ? 1 : 2, Audit.Registry(registry.Folder));
        using Artifact aliased = await registry.Open().Registry.GetAsync("data:production");
        Assert.AreEqual(expected, aliased.Version);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task There_is_exactly_one_version_also_when_another_writer_comes_in_between(bool isFirst)
    {
        await using var registry = new WatchedRegistry();
        if (!isFirst)
            await registry.LogAsync(("a.txt", "before"u8.ToArray()));
        Side side = registry.Open();
        Side other = registry.Open("other");
        LoseAnswer(side, () => LogAsync(registry, other, "theirs", "staging"));

        LogResult result = await LogAsync(registry, side, "mine", "production");

        int number = isFirst ? 0 : 1;
        Assert.AreEqual((true, $"v{number}"), (result.IsNewVersion, result.Artifact.Version));
        Assert.AreEqual(number + 2, Audit.Registry(registry.Folder));
        await AssertTextAsync(registry, "data:production", $"v{number}", "mine");
        await AssertTextAsync(registry, "data:staging", $"v{number + 1}", "theirs");
        await AssertTextAsync(registry, "data:latest", $"v{number + 1}", "theirs");
    }

    [TestMethod]
    public async Task There_is_exactly_one_version_also_when_others_log_the_same_bytes_in_between()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open();
        Side other = registry.Open("other");
        LoseAnswer(side, async () =>
        {
            Assert.IsFalse((await LogAsync(registry, other, "mine", "staging")).IsNewVersion);
            Assert.IsTrue((await LogAsync(registry, other, "theirs", "later")).IsNewVersion);
        });

        LogResult result = await LogAsync(registry, side, "mine", "production");

        Assert.AreEqual((true, "v0"), (result.IsNewVersion, result.Artifact.Version));
        Assert.AreEqual(2, Audit.Registry(registry.Folder));
        await AssertTextAsync(registry, "data:production", "v0", "mine");
        await AssertTextAsync(registry, "data:staging", "v0", "mine");
    }

    [TestMethod]
    public async Task Aliases_that_move_without_a_new_version_move_once()
    {
        await using var registry = new WatchedRegistry();
        await registry.LogAsync(("a.txt", "mine"u8.ToArray()));
        Side side = registry.Open();
        LoseAnswer(side, () => Task.CompletedTask);

        LogResult result = await LogAsync(registry, side, "mine", "production");

        Assert.AreEqual((false, "v0"), (result.IsNewVersion, result.Artifact.Version));
        Assert.AreEqual(1, Audit.Registry(registry.Folder));
        await AssertTextAsync(registry, "data:production", "v0", "mine");
    }

    [TestMethod]
    public async Task A_swap_that_was_not_carried_out_is_tried_again()
    {
        await using var registry = new WatchedRegistry();
        Side side = registry.Open();
        Side other = registry.Open("other");
        int raced = 0;
        side.Store.Before = async (call, _) =>
        {
            if (IsSwap(call) && ++raced <= 3)
                await LogAsync(registry, other, $"theirs {raced}", $"theirs-{raced}");
        };

        LogResult result = await LogAsync(registry, side, "mine", "production");

        Assert.AreEqual((true, "v3"), (result.IsNewVersion, result.Artifact.Version));
        Assert.AreEqual(4, Audit.Registry(registry.Folder));
        await AssertTextAsync(registry, "data:latest", "v3", "mine");
        Assert.AreEqual(1, side.Store.Calls.Count(call => call is { IsBlob: true, Verb: "put" }), "the content is sent once");
    }

    private static bool IsSwap(StoreCall call) => call.Verb == "put" && call.Key.EndsWith("/head.json", StringComparison.Ordinal);

    private static void LoseAnswer(Side side, Func<Task> between)
    {
        int swaps = 0;
        side.Store.AfterPut = async (call, stored) =>
        {
            if (!IsSwap(call) || ++swaps > 1)
                return stored;
            Assert.IsNotNull(stored, "the first swap is carried out");
            await between();
            return (ObjectInfo?)null;
        };
    }

    private static async Task<LogResult> LogAsync(WatchedRegistry registry, Side side, string text, string alias)
    {
        using Artifact draft = await registry.DraftAsync(("a.txt", System.Text.Encoding.UTF8.GetBytes(text)));
        return await side.Registry.LogAsync(draft, [alias]);
    }

    private static async Task<string[]> VersionsAsync(WatchedRegistry registry)
    {
        var versions = new List<string>();
        await foreach (Artifact version in registry.Open().Registry.VersionsAsync("data"))
            versions.Add(version.Version);
        return [.. versions];
    }

    private static async Task AssertTextAsync(WatchedRegistry registry, string name, string version, string text)
    {
        Side side = registry.Open("fresh");
        using Artifact artifact = await side.Registry.GetAsync(name);
        Assert.AreEqual(version, artifact.Version);
        string folder = await artifact.DownloadAsync(registry.Temporary[$"out/{name.Replace(':', '-')}"]);
        Assert.AreEqual(text, File.ReadAllText(Path.Combine(folder, "a.txt")));
    }
}
