using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Logging;

[TestClass]
public sealed class LogTests
{
    [TestMethod]
    public async Task Log_returns_the_draft_and_the_wait_returns_the_version()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        Artifact same = world.Registry.Log(draft, ["best"], ["checked"]);
        Assert.AreSame(draft, same);
        Assert.Throws<ArtifactFinalizedException>(() => draft.Remove("a.txt"));
        Artifact logged = await draft.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.AreSame(draft, logged);
        Assert.AreEqual("acme/vision/data:v0", logged.QualifiedName);
        Assert.AreEqual("best latest", string.Join(' ', logged.Aliases));
        Assert.AreEqual("checked", string.Join(' ', logged.Tags));
        Assert.AreSame(draft, await draft.WaitAsync());
    }

    [TestMethod]
    public async Task A_fetched_artifact_need_not_be_waited_for()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact fetched = await world.SeeAsync("data");

        Assert.AreSame(fetched, await fetched.WaitAsync(TimeSpan.Zero));
    }

    [TestMethod]
    public async Task The_wait_ends_with_its_time_and_the_log_goes_on()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        var log = new TaskCompletionSource<LogResult>();
        draft.PendingLog = log.Task;

        await Assert.ThrowsExactlyAsync<TimeoutException>(() => draft.WaitAsync(TimeSpan.FromMilliseconds(20)));
        Assert.IsFalse(log.Task.IsCompleted);
        log.SetResult(new LogResult(draft, true, 1, 1));

        await draft.WaitAsync(TimeSpan.FromMilliseconds(20));
    }

    [TestMethod]
    public async Task The_wait_throws_what_the_log_failed_with_and_the_draft_can_be_logged_again()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        using var other = new Artifact("data", "model", world.CacheFolder);
        await World.FillAsync(other, ("b.txt", "b"));

        world.Registry.Log(other);
        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => other.WaitAsync());
        Assert.AreEqual(ArtifactState.Pending, other.State);
        await world.Registry.LogAsync(other, project: "sound");

        Assert.AreSame(other, await other.WaitAsync());
        Assert.AreEqual("acme/sound/data:v0", other.QualifiedName);
    }

    [TestMethod]
    public async Task A_draft_with_an_alias_that_is_not_allowed_is_not_finalized()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => world.Registry.Log(draft, ["v1"]));

        draft.Remove("a.txt");
        await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => draft.WaitAsync());
    }

    [TestMethod]
    public async Task What_is_logged_can_not_be_logged_again()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        ArtifactException thrown = await Codes.AssertThrowsAsync(ArtifactCodes.Finalized, () => world.Registry.LogAsync(logged));
        await Codes.AssertThrowsAsync(ArtifactCodes.Finalized, async () => world.Registry.LogAsync(await world.SeeAsync("data")).GetAwaiter().GetResult());

        Assert.AreEqual("“acme/vision/data” was logged before. Make a new draft to log another version.", thrown.Message);
    }

    [TestMethod]
    public async Task The_same_content_makes_no_new_version_and_only_its_aliases_move()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        using Artifact again = await world.DraftAsync("data", ("a.txt", "a"));

        LogResult result = await world.Registry.LogAsync(again, ["best"]);

        Assert.IsFalse(result.IsNewVersion);
        Assert.AreEqual(0, result.UploadedFiles);
        Assert.AreEqual(first.Id, again.Id);
        Assert.AreEqual("v0", again.Version);
        Assert.AreEqual("best latest", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
    }

    [TestMethod]
    public async Task Content_that_an_older_version_has_makes_a_new_version_and_sends_nothing()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("data", ("a.txt", "b"));
        using Artifact again = await world.DraftAsync("data", ("a.txt", "a"));

        LogResult result = await world.Registry.LogAsync(again);

        Assert.IsTrue(result.IsNewVersion);
        Assert.AreEqual(0, result.UploadedFiles);
        Assert.AreEqual("v2", again.Version);
        Assert.AreEqual("v2", (await world.SeeAsync("data")).Version);
    }

    [TestMethod]
    public async Task Aliases_move_from_the_version_that_had_them()
    {
        await using var world = new World();
        using Artifact first = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(first, ["best", "old"]);
        using Artifact second = await world.DraftAsync("data", ("a.txt", "b"));

        await world.Registry.LogAsync(second, ["best"]);

        Assert.AreEqual("old", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
        Assert.AreEqual("best latest", string.Join(' ', (await world.SeeAsync("data:v1")).Aliases));
        Assert.AreEqual("data:best", (await world.SeeAsync("data:best")).Name);
    }

    [TestMethod]
    public async Task Saving_a_draft_logs_it()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await draft.SaveAsync(world.Registry);
        draft.Metadata = new JsonObject { ["rows"] = 1 };
        await draft.SaveAsync(world.Registry);

        Artifact seen = await world.SeeAsync("data");
        Assert.AreEqual("v0", seen.Version);
        Assert.AreEqual("""{"rows":1}""", seen.Metadata.ToJsonString());
    }

    [TestMethod]
    public async Task A_cache_that_can_not_be_filled_does_not_undo_the_log()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddFileAsync(world.Write("a.txt", "a"));
        world.Write("cache/objects", "a file stands where a folder is needed");

        LogResult result = await world.Registry.LogAsync(draft);

        Assert.IsTrue(result.IsNewVersion);
        Assert.AreEqual("v0", draft.Version);
    }
}
