using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Logging;

[TestClass]
public sealed class SaveTests
{
    [TestMethod]
    public async Task Every_edit_of_a_logged_version_is_saved()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Assert.AreEqual(logged.CreatedAt, logged.UpdatedAt);
        logged.Description = "About it.";
        logged.Metadata = new JsonObject { ["rows"] = 1 };
        logged.Aliases = ["latest", "best"];
        logged.Tags = ["checked"];
        logged.TimeToLive = TimeToLive.Of(TimeSpan.FromDays(2));

        await logged.SaveAsync();

        foreach (Artifact artifact in new[] { logged, await world.SeeAsync("data:v0") })
        {
            Assert.AreEqual("About it.", artifact.Description);
            Assert.AreEqual("""{"rows":1}""", artifact.Metadata.ToJsonString());
            Assert.AreEqual("best latest", string.Join(' ', artifact.Aliases));
            Assert.AreEqual("checked", string.Join(' ', artifact.Tags));
            Assert.AreEqual(TimeSpan.FromDays(2), artifact.TimeToLive.Duration);
            Assert.IsGreaterThan(artifact.CreatedAt, artifact.UpdatedAt);
        }
    }

    [TestMethod]
    public async Task Everything_can_be_taken_back_again()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        draft.Description = "About it.";
        draft.Metadata = new JsonObject { ["rows"] = 1, ["nothing"] = null };
        draft.TimeToLive = TimeToLive.Disabled;
        await world.Registry.LogAsync(draft, ["best"], ["checked"]);

        draft.Description = null;
        draft.Metadata = [];
        draft.Aliases = [];
        draft.Tags = [];
        draft.TimeToLive = TimeToLive.Inherit;
        await draft.SaveAsync();

        Artifact seen = await world.SeeAsync("data:v0");
        Assert.IsNull(seen.Description);
        Assert.IsEmpty(seen.Metadata);
        Assert.IsEmpty(seen.Aliases);
        Assert.IsEmpty(seen.Tags);
        Assert.IsTrue(seen.TimeToLive.IsInherited);
    }

    [TestMethod]
    public async Task What_is_not_saved_is_not_seen()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        logged.Description = "About it.";
        logged.Aliases = ["best"];

        Artifact seen = await world.SeeAsync("data:v0");
        Assert.IsNull(seen.Description);
        Assert.AreEqual("latest", string.Join(' ', seen.Aliases));
    }

    [TestMethod]
    public async Task An_alias_that_is_removed_right_after_the_log_is_really_gone()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(draft, ["best", "good"]);

        draft.Aliases = [.. draft.Aliases.Where(alias => alias != "best")];
        await draft.SaveAsync();

        Assert.AreEqual("good latest", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
        Assert.IsFalse(await world.Registry.ExistsAsync("data:best"));
    }

    [TestMethod]
    public async Task An_alias_that_is_given_to_a_version_leaves_the_other_one()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("data", ("a.txt", "b"));

        first.Aliases = ["latest"];
        await first.SaveAsync();

        // The handle is from before latest moved on, so there was no difference to save.
        Assert.AreEqual("v1", (await world.SeeAsync("data:latest")).Version);
        Assert.IsEmpty(first.Aliases);
        first.Aliases = ["latest"];
        await first.SaveAsync();
        Assert.AreEqual("v0", (await world.SeeAsync("data:latest")).Version);
        Assert.IsEmpty((await world.SeeAsync("data:v1")).Aliases);
    }

    [TestMethod]
    public async Task An_alias_that_somebody_else_moved_meanwhile_stays_where_it_is()
    {
        await using var world = new World();
        using Artifact first = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(first, ["best"]);
        using Artifact second = await world.DraftAsync("data", ("a.txt", "b"));
        await world.OpenElsewhere().LogAsync(second, ["best"]);

        first.Aliases = [];
        first.Description = "Old.";
        await first.SaveAsync();

        Assert.AreEqual("best latest", string.Join(' ', (await world.SeeAsync("data:v1")).Aliases));
        Assert.IsEmpty(first.Aliases);
    }

    [TestMethod]
    public async Task Only_differences_are_written_and_what_others_wrote_is_there_afterwards()
    {
        await using var world = new World();
        Artifact mine = await world.LogAsync("data", ("a.txt", "a"));
        Artifact theirs = await world.SeeAsync("data:v0");
        theirs.Description = "Theirs.";
        theirs.Metadata = new JsonObject { ["theirs"] = 1 };
        theirs.Tags = ["theirs"];
        theirs.Aliases = ["latest", "theirs"];
        theirs.TimeToLive = TimeToLive.Disabled;
        await theirs.SaveAsync();

        mine.Metadata = new JsonObject { ["mine"] = 2 };
        mine.Tags = ["mine"];
        mine.Aliases = ["latest", "mine"];
        await mine.SaveAsync();

        Assert.AreEqual("Theirs.", mine.Description);
        Assert.AreEqual("""{"theirs":1,"mine":2}""", mine.Metadata.ToJsonString());
        Assert.AreEqual("theirs mine", string.Join(' ', mine.Tags));
        Assert.AreEqual("latest mine theirs", string.Join(' ', mine.Aliases));
        Assert.AreEqual(TimeToLive.Disabled, mine.TimeToLive);
    }

    [TestMethod]
    public async Task Nothing_is_written_when_nothing_was_edited()
    {
        await using var world = new World();
        (Artifact logged, ConcurrentQueue<string> written) = await LogWatchedAsync(world);

        await logged.SaveAsync();
        logged.Description = "";
        logged.Description = null;
        logged.Metadata = [];
        await logged.SaveAsync();

        Assert.AreEqual("", string.Join(' ', written));
        Assert.AreEqual(logged.CreatedAt, logged.UpdatedAt);
    }

    [TestMethod]
    public async Task An_alias_alone_leaves_the_record_as_it_is()
    {
        await using var world = new World();
        (Artifact logged, ConcurrentQueue<string> written) = await LogWatchedAsync(world);

        logged.Aliases = ["best"];
        await logged.SaveAsync();

        Assert.AreEqual("put collections/acme/vision/data/head.json", string.Join(' ', written));
    }

    [TestMethod]
    public async Task The_lists_are_copies_that_can_not_be_changed_past_the_rules()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        List<string> mine = ["best"];
        logged.Aliases = mine;

        mine.Add("v7");

        Assert.AreEqual("best", string.Join(' ', logged.Aliases));
        Assert.Throws<NotSupportedException>(() => ((IList<string>)logged.Aliases).Add("v7"));
        Assert.Throws<NotSupportedException>(() => ((IList<string>)logged.Tags).Add(" "));
    }

    [TestMethod]
    public async Task Edits_of_a_version_that_was_deleted_meanwhile_are_refused()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await (await world.SeeAsync("data")).DeleteAsync(deleteAliases: true);

        logged.Description = "Too late.";
        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => logged.SaveAsync());
    }

    [TestMethod]
    public async Task Two_savers_together_can_not_make_more_than_100_keys()
    {
        await using var world = new World();
        Artifact mine = await world.LogAsync("data", ("a.txt", "a"));
        Artifact theirs = await world.SeeAsync("data");
        theirs.Metadata = Keys("theirs", 60);
        await theirs.SaveAsync();
        mine.Metadata = Keys("mine", 60);

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => mine.SaveAsync());

        Assert.HasCount(60, (await world.SeeAsync("data")).Metadata);
    }

    private static JsonObject Keys(string prefix, int count) =>
        new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{prefix}{i}", (JsonNode?)i)));

    /// <returns>A version, and what is done to the registry's objects from now on.</returns>
    private static async Task<(Artifact Logged, ConcurrentQueue<string> Written)> LogWatchedAsync(World world)
    {
        var written = new ConcurrentQueue<string>();
        ArtifactRegistry registry = world.OpenInterrupted((operation, key) =>
        {
            if (operation is not ("head" or "get"))
                written.Enqueue($"{operation} {key}");
            return Task.CompletedTask;
        });
        Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await registry.LogAsync(draft);
        Assert.IsNotEmpty(written);
        written.Clear();
        return (draft, written);
    }
}
