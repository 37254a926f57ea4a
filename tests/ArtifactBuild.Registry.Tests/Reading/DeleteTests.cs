using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Reading;

[TestClass]
public sealed class DeleteTests
{
    [TestMethod]
    public async Task A_version_with_aliases_is_only_deleted_together_with_them()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(draft, ["best"]);

        ArtifactException thrown = await Codes.AssertThrowsAsync(ArtifactCodes.NotDeletable, () => draft.DeleteAsync());
        Assert.AreEqual(
            "“acme/vision/data:v0” has the aliases best, latest. Move them to another version first, or delete them together with it.",
            thrown.Message);
        Assert.AreEqual(ArtifactState.Committed, draft.State);
        await draft.DeleteAsync(deleteAliases: true);

        Assert.AreEqual(ArtifactState.Deleted, draft.State);
        Assert.IsEmpty(draft.Aliases);
        Assert.AreEqual("acme/vision/data:v0", draft.QualifiedName);
        Assert.IsFalse(await world.Registry.ExistsAsync("data:v0"));
        Assert.IsFalse(await world.Registry.ExistsAsync("data:best"));
    }

    [TestMethod]
    public async Task An_alias_that_came_meanwhile_protects_the_version_too()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("data", ("a.txt", "b"));
        Artifact stale = await world.SeeAsync("data:v0");
        first.Aliases = ["best"];
        await first.SaveAsync();

        await Codes.AssertThrowsAsync(ArtifactCodes.NotDeletable, () => stale.DeleteAsync());

        Assert.IsTrue(await world.Registry.ExistsAsync("data:best"));
    }

    [TestMethod]
    public async Task A_version_is_deleted_once()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact mine = await world.SeeAsync("data");
        Artifact theirs = await world.SeeAsync("data");
        await mine.DeleteAsync(deleteAliases: true);

        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => theirs.DeleteAsync(deleteAliases: true));
        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => mine.DeleteAsync(deleteAliases: true));
    }

    [TestMethod]
    public async Task Its_number_is_not_used_again()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact second = await world.LogAsync("data", ("a.txt", "b"));
        await second.DeleteAsync(deleteAliases: true);

        Artifact third = await world.LogAsync("data", ("a.txt", "b"));

        Assert.AreEqual("v2", third.Version);
        Assert.AreNotEqual(second.Id, third.Id);
        Assert.AreEqual("v2 v0", string.Join(' ', await world.VersionsAsync("data")));
    }

    [TestMethod]
    public async Task Nothing_is_latest_after_the_deletion_of_the_latest_until_the_next_log()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact second = await world.LogAsync("data", ("a.txt", "b"));

        await second.DeleteAsync(deleteAliases: true);
        ArtifactException thrown = await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => world.SeeAsync("data"));
        StringAssert.EndsWith(thrown.Message, "has no alias “latest”. It has versions up to v0.", StringComparison.Ordinal);
        Artifact again = await world.LogAsync("data", ("a.txt", "a"));

        Assert.AreEqual("v0", again.Version);
        Assert.AreEqual("v0", (await world.SeeAsync("data")).Version);
    }

    [TestMethod]
    public async Task Its_bytes_stay_until_garbage_is_collected()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact seen = await world.SeeAsync("data");

        await seen.DeleteAsync(deleteAliases: true);
        await seen.DownloadAsync(world.PathOf("out"));

        Assert.AreEqual("a", File.ReadAllText(world.PathOf("out/a.txt")));
    }
}
