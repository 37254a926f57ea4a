using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Maintenance;

[TestClass]
public sealed class TimeToLiveTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void It_must_be_positive(int ticks) =>
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => TimeToLive.Of(TimeSpan.FromTicks(ticks)));

    [TestMethod]
    [DataRow(1.0, 1)]
    [DataRow(1.9, 1)]
    [DataRow(0.2, 1)]
    [DataRow(86400.5, 86400)]
    public void Fractions_of_a_second_are_cut_off_but_a_second_remains(double seconds, int expected) =>
        Assert.AreEqual(TimeSpan.FromSeconds(expected), TimeToLive.Of(TimeSpan.FromSeconds(seconds)).Duration);

    [TestMethod]
    public void Inherited_and_disabled_have_no_duration_and_are_not_the_same()
    {
        Assert.IsNull(TimeToLive.Inherit.Duration);
        Assert.IsNull(TimeToLive.Disabled.Duration);
        Assert.IsTrue(TimeToLive.Inherit.IsInherited);
        Assert.IsFalse(TimeToLive.Disabled.IsInherited);
        Assert.AreNotEqual(TimeToLive.Inherit, TimeToLive.Disabled);
        Assert.AreEqual(TimeToLive.Of(TimeSpan.FromSeconds(5)), TimeToLive.Of(TimeSpan.FromSeconds(5.5)));
    }

    [TestMethod]
    public async Task Each_of_its_three_forms_is_stored_and_read()
    {
        await using var world = new World();
        foreach (TimeToLive value in new[] { TimeToLive.Inherit, TimeToLive.Disabled, TimeToLive.Of(TimeSpan.FromDays(7)) })
        {
            using Artifact draft = await world.DraftAsync("data", ("a.txt", $"{value}"));
            draft.TimeToLive = value;
            await world.Registry.LogAsync(draft);

            Assert.AreEqual(value, (await world.SeeAsync("data")).TimeToLive);
        }
    }

    [TestMethod]
    public async Task It_can_not_be_set_on_a_link()
    {
        await using var world = new World();
        Artifact link = await (await world.LogAsync("data", ("a.txt", "a"))).LinkAsync("portfolio");

        ArtifactException thrown = Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => link.TimeToLive = TimeToLive.Disabled);

        Assert.AreEqual(
            "“acme/vision/portfolio:v0” is a link, and a version lives as long as it is linked. Set the time to live of “acme/vision/data:v0”.",
            thrown.Message);
    }

    [TestMethod]
    public async Task What_is_over_goes_with_its_aliases_and_what_is_not_stays()
    {
        await using var world = new World();
        await LogAsync(world, "short", TimeToLive.Of(TimeSpan.FromSeconds(1)));
        await LogAsync(world, "long", TimeToLive.Of(TimeSpan.FromDays(1)));
        await LogAsync(world, "ever", TimeToLive.Disabled);
        await LogAsync(world, "inherited", TimeToLive.Inherit);
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync();

        Assert.AreEqual("acme/vision/short:v0", string.Join(' ', report.ExpiredVersions));
        Assert.IsFalse(await world.Registry.ExistsAsync("short:best"));
        Assert.IsFalse(await world.Registry.ExistsAsync("short:v0"));
        foreach (string name in new[] { "long", "ever", "inherited" })
            Assert.IsTrue(await world.Registry.ExistsAsync($"{name}:best"));
    }

    [TestMethod]
    public async Task What_does_not_say_itself_lives_as_long_as_the_registry_says_for_its_type()
    {
        await using var world = new World();
        await world.Registry.SetDefaultTimeToLiveAsync("dataset", TimeToLive.Of(TimeSpan.FromSeconds(1)));
        await LogAsync(world, "inherited", TimeToLive.Inherit);
        await LogAsync(world, "ever", TimeToLive.Disabled);
        await LogAsync(world, "long", TimeToLive.Of(TimeSpan.FromDays(1)));
        using var model = new Artifact("model", "model", world.CacheFolder);
        await world.Registry.LogAsync(model);
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync();

        Assert.AreEqual("acme/vision/inherited:v0", string.Join(' ', report.ExpiredVersions));
    }

    [TestMethod]
    public async Task The_registry_s_default_can_be_taken_back()
    {
        await using var world = new World();
        await world.Registry.SetDefaultTimeToLiveAsync("dataset", TimeToLive.Of(TimeSpan.FromSeconds(1)));
        await world.Registry.SetDefaultTimeToLiveAsync("dataset", TimeToLive.Inherit);
        await LogAsync(world, "data", TimeToLive.Inherit);
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));

        Assert.IsEmpty((await world.Registry.GarbageCollectAsync()).ExpiredVersions);
    }

    [TestMethod]
    public async Task What_is_linked_never_expires_until_it_is_unlinked()
    {
        await using var world = new World();
        Artifact logged = await LogAsync(world, "data", TimeToLive.Of(TimeSpan.FromSeconds(1)));
        Artifact link = await logged.LinkAsync("portfolio");
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));

        Assert.IsEmpty((await world.Registry.GarbageCollectAsync()).ExpiredVersions);
        Assert.IsTrue(await world.Registry.ExistsAsync("data:best"));
        await link.UnlinkAsync();

        Assert.AreEqual("acme/vision/data:v0", string.Join(' ', (await world.Registry.GarbageCollectAsync()).ExpiredVersions));
    }

    [TestMethod]
    public async Task A_version_lives_from_the_moment_at_which_it_was_logged()
    {
        await using var world = new World();
        Artifact logged = await LogAsync(world, "data", TimeToLive.Inherit);
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));
        logged.TimeToLive = TimeToLive.Of(TimeSpan.FromSeconds(1));
        await logged.SaveAsync();

        Assert.HasCount(1, (await world.Registry.GarbageCollectAsync()).ExpiredVersions);
    }

    private static async Task<Artifact> LogAsync(World world, string name, TimeToLive timeToLive)
    {
        Artifact draft = await world.DraftAsync(name, ("a.txt", name));
        draft.TimeToLive = timeToLive;
        await world.Registry.LogAsync(draft, ["best"]);
        return draft;
    }
}
