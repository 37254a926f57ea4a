using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Runs;

[TestClass]
public sealed class RunTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task The_run_that_logged_a_version_is_found_with_all_it_knows()
    {
        Run run = RunOf("r1") with
        {
            Name = "train",
            Commit = "c0ffee",
            IsDirty = true,
            Branch = "main",
            CiSystem = "GitHub Actions",
            CiUrl = "https://ci/1",
            User = "ann",
            Host = "box",
            Sdk = ".NET 10",
        };
        await using var world = new World(run);
        DateTimeOffset before = DateTimeOffset.UtcNow;
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        Run? found = await (await world.SeeAsync("data")).LoggedByAsync();

        Assert.AreEqual(run, found! with { EndedAt = null });
        Assert.IsInRange(before, DateTimeOffset.UtcNow, found.EndedAt!.Value);
        Assert.AreEqual(found, await logged.LoggedByAsync());
    }

    [TestMethod]
    public async Task A_version_that_no_run_logged_has_none_and_nobody_uses_it()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact seen = await world.SeeAsync("data");

        Assert.IsNull(await seen.LoggedByAsync());
        Assert.IsEmpty(await seen.UsedByAsync());
    }

    [TestMethod]
    public async Task Using_is_recorded_once_for_each_run_and_listed_by_the_time_of_the_runs()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Run late = RunOf("late") with { StartedAt = Noon.AddHours(1) };
        Run early = RunOf("early") with { StartedAt = Noon };
        foreach (Run run in new[] { late, early, late })
            await world.OpenElsewhere(run).UseAsync("data:v0");

        IReadOnlyList<Run> users = await (await world.SeeAsync("data")).UsedByAsync();

        Assert.AreEqual("early late", string.Join(' ', users.Select(run => run.Id)));
    }

    [TestMethod]
    public async Task Getting_is_no_use()
    {
        await using var world = new World(RunOf("r1"));
        await world.LogAsync("data", ("a.txt", "a"));

        Artifact seen = await world.Registry.GetAsync("data");

        Assert.IsEmpty(await seen.UsedByAsync());
    }

    [TestMethod]
    public async Task What_is_used_through_a_portfolio_is_the_version()
    {
        await using var world = new World(RunOf("r1"));
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.LinkAsync("portfolio");

        Artifact used = await world.OpenElsewhere(RunOf("r2")).UseAsync("portfolio");

        Assert.AreEqual("acme/vision/portfolio:latest", used.QualifiedName);
        Assert.AreEqual("r2", string.Join(' ', (await logged.UsedByAsync()).Select(run => run.Id)));
        Assert.AreEqual("r1", (await used.LoggedByAsync())!.Id);
    }

    [TestMethod]
    public async Task It_is_used_as_what_was_said_or_else_by_its_name()
    {
        await using var world = new World(RunOf("r1"));
        await world.LogAsync("data", ("a.txt", "a"));

        Assert.AreEqual("vision/data:v0", (await world.Registry.UseAsync("vision/data:v0")).UseAs);
        Assert.AreEqual("training", (await world.Registry.UseAsync("data", "training")).UseAs);
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.UseAsync("data", "a/b"));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.UseAsync("data", "a:b"));
    }

    [TestMethod]
    public async Task Without_a_run_nothing_can_be_used()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.UseAsync("data"));
    }

    [TestMethod]
    public async Task What_does_not_exist_can_not_be_used_and_leaves_no_record()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));

        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => world.OpenElsewhere(RunOf("r1")).UseAsync("data:v7"));

        Assert.IsEmpty(await world.Objects.KeysAsync("runs/"));
    }

    [TestMethod]
    [DataRow("", "acme", "vision")]
    [DataRow("../r1", "acme", "vision")]
    [DataRow("r1", "acme/more", "vision")]
    [DataRow("r1", "acme", "vision/more")]
    [DataRow("r1", "..", "vision")]
    [DataRow("r1", "acme", "")]
    public async Task A_run_that_can_not_be_stored_stops_the_log(string id, string entity, string project)
    {
        await using var world = new World(RunOf(id) with { Entity = entity, Project = project });
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await Assert.ThrowsExactlyAsync<ArtifactException>(() => world.Registry.LogAsync(draft));

        Assert.IsFalse(await world.Registry.ExistsAsync("data"));
    }

    [TestMethod]
    public async Task A_run_keeps_its_first_facts_and_its_last_time()
    {
        await using var world = new World(RunOf("r1") with { Name = "first" });
        await world.LogAsync("data", ("a.txt", "a"));
        DateTimeOffset ended = (await (await world.SeeAsync("data")).LoggedByAsync())!.EndedAt!.Value;

        await world.OpenElsewhere(RunOf("r1") with { Name = "second" }).UseAsync("data");

        Run run = (await (await world.SeeAsync("data")).LoggedByAsync())!;
        Assert.AreEqual("first", run.Name);
        Assert.IsGreaterThan(ended, run.EndedAt!.Value);
    }

    private static Run RunOf(string id) => new() { Id = id, Entity = "acme", Project = "vision", StartedAt = Noon };
}
