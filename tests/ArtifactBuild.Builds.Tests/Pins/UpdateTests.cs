using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Pins;

[TestClass]
public sealed class UpdateTests
{
    [TestMethod]
    public async Task It_says_what_moved_and_when_nothing_did()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        Assert.IsEmpty((await app.UpdateAsync()).Moves);

        await registry.LogAsync("a", ["best"], ("a", "a1"));
        await registry.LogAsync("b", ["best"], ("b", "b1"));
        RestoreResult result = await app.UpdateAsync();
        Assert.AreSequenceEqual(["a: v0 → v1 (best)", "b: v0 → v1 (best)"], result.Moves.Select(move => move.ToString()).ToArray());
        Assert.IsTrue(result.LockFileWritten);
    }

    [TestMethod]
    [DataRow("b")]
    [DataRow("uncategorized/b")]
    [DataRow("default/uncategorized/b")]
    [DataRow("b:best")]
    public async Task Only_what_is_named_moves(string name)
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        await registry.LogAsync("a", ["best"], ("a", "a1"));
        await registry.LogAsync("b", ["best"], ("b", "b1"));
        RestoreResult result = await app.UpdateAsync(name);
        Assert.AreEqual("b: v0 → v1 (best)", result.Moves.Single().ToString());
        Assert.AreSequenceEqual(["v0", "v1"], app.Locked.Artifacts.Select(block => block.Version).ToArray());
    }

    [TestMethod]
    public async Task A_name_that_nobody_knows_is_an_error_that_lists_the_names()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.UnknownUpdate, () => app.UpdateAsync("a", "c"));
        Assert.Contains("“c”", failure.Message);
        Assert.Contains("It refers to a, b.", failure.Message);
    }

    [TestMethod]
    public async Task Pins_that_nobody_refers_to_go_with_an_update_and_with_nothing_else()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        app.References.RemoveAt(1);
        await app.RestoreAsync();
        await app.RestoreLockedAsync();
        await app.UpdateAsync("a");
        Assert.AreEqual(2, app.Locked.Artifacts.Count);

        RestoreResult result = await app.UpdateAsync();
        Assert.AreEqual("b: v0 (best), not pinned any more because the project does not refer to it", result.Moves.Single().ToString());
        Assert.AreEqual(1, app.Locked.Artifacts.Count);
    }

    [TestMethod]
    public async Task A_pin_that_nobody_refers_to_can_be_named()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        app.References.RemoveAt(1);
        await registry.LogAsync("a", ["best"], ("a", "a1"));
        Assert.HasCount(1, (await app.UpdateAsync("b")).Moves);
        Assert.AreEqual("v0", app.Locked.Artifacts[0].Version);
    }

    [TestMethod]
    public async Task In_a_shared_lockfile_the_pins_of_others_stay()
    {
        await using var registry = new LocalRegistry();
        BuildProject app = await AddPinnedAsync(registry);
        app.References.RemoveAt(1);
        await using var restore = new ArtifactRestore(app.Request() with { Update = true, OwnsLockFile = false });
        await restore.RunAsync(CancellationToken.None);
        Assert.AreEqual(2, app.Locked.Artifacts.Count);
    }

    [TestMethod]
    public async Task Two_collections_of_one_name_are_told_apart()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("a", [], ("a", "a0"));
        using ArtifactBuild.Artifacts.Artifact draft = registry.NewDraft("a");
        await LocalRegistry.AddTextAsync(draft, "b", "b");
        await registry.Open.LogAsync(draft, project: "other");
        BuildProject app = new BuildProject(registry).Refer("a").Refer("other/a");
        RestoreResult result = await app.RestoreAsync();
        Assert.AreSequenceEqual(
            ["default/uncategorized/a: v0 (latest), newly pinned", "default/other/a: v0 (latest), newly pinned"],
            result.Moves.Select(move => move.ToString()).ToArray());
    }

    private static async Task<BuildProject> AddPinnedAsync(LocalRegistry registry)
    {
        await registry.LogAsync("a", ["best"], ("a", "a0"));
        await registry.LogAsync("b", ["best"], ("b", "b0"));
        BuildProject app = new BuildProject(registry).Refer("a:best").Refer("b:best");
        await app.RestoreAsync();
        return app;
    }
}
