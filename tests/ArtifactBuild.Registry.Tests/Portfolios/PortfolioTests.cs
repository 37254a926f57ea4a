using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Portfolios;

[TestClass]
public sealed class PortfolioTests
{
    [TestMethod]
    [DataRow("portfolio", "acme/vision/portfolio:v0")]
    [DataRow("registry/portfolio", "acme/registry/portfolio:v0")]
    [DataRow("shop/registry/portfolio", "shop/registry/portfolio:v0")]
    public async Task A_target_is_completed_with_the_place_of_the_version(string target, string expected)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        Artifact link = await logged.LinkAsync(target);

        Assert.AreEqual(expected, link.QualifiedName);
        Assert.AreEqual("acme/vision/data:v0", link.SourceQualifiedName);
        Assert.AreEqual("acme/vision/data:v0", logged.QualifiedName);
    }

    [TestMethod]
    [DataRow("a/b/c/d")]
    [DataRow("portfolio:v0")]
    [DataRow("portfolio:best")]
    [DataRow("")]
    public async Task A_target_that_is_no_collection_is_refused(string target)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => logged.LinkAsync(target));
    }

    [TestMethod]
    public async Task A_portfolio_has_numbers_and_aliases_of_its_own()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        Artifact second = await world.LogAsync("data", ("a.txt", "b"));

        Artifact v0 = await second.LinkAsync("portfolio", ["production"]);
        Artifact v1 = await first.LinkAsync("portfolio", ["staging"]);

        Assert.AreEqual("v0 v1", $"{v0.Version} {v1.Version}");
        Assert.AreEqual("production", string.Join(' ', (await world.SeeAsync("portfolio:v0")).Aliases));
        Assert.AreEqual("latest staging", string.Join(' ', (await world.SeeAsync("portfolio:v1")).Aliases));
        Assert.AreEqual("latest", string.Join(' ', (await world.SeeAsync("data:v1")).Aliases));
        Assert.IsEmpty((await world.SeeAsync("data:v0")).Aliases);
    }

    [TestMethod]
    public async Task Linking_twice_only_moves_aliases()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        Artifact second = await world.LogAsync("data", ("a.txt", "b"));
        await first.LinkAsync("portfolio");
        await second.LinkAsync("portfolio", ["production"]);

        Artifact again = await first.LinkAsync("portfolio", ["production"]);

        Assert.AreEqual("v0", again.Version);
        Assert.AreEqual("latest production", string.Join(' ', again.Aliases));
        Assert.AreEqual("v1 v0", string.Join(' ', await world.VersionsAsync("portfolio")));
    }

    [TestMethod]
    public async Task A_link_of_a_link_leads_to_the_version_itself()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.LinkAsync("first");
        Artifact link = await world.SeeAsync("first");
        Artifact second = await link.LinkAsync("second");
        await link.UnlinkAsync();

        Artifact seen = await world.SeeAsync("second");

        Assert.AreEqual("acme/vision/data:v0", second.SourceQualifiedName);
        Assert.AreEqual("acme/vision/data:v0", seen.SourceQualifiedName);
        Assert.AreEqual(logged.Id, seen.Id);
        Assert.AreEqual("acme/vision/data", (await seen.GetSourceCollectionAsync()).QualifiedName);
    }

    [TestMethod]
    public async Task A_link_is_downloaded_and_verified_as_the_version_is()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.LinkAsync("portfolio");
        Artifact link = await world.SeeAsync("portfolio");

        await link.DownloadAsync(world.PathOf("out"));

        (await link.VerifyAsync(world.PathOf("out"))).EnsureValid();
        Assert.AreEqual("a", File.ReadAllText(world.PathOf("out/a.txt")));
    }

    [TestMethod]
    public async Task What_is_saved_through_a_link_is_the_version_s_but_for_the_aliases()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact link = await logged.LinkAsync("portfolio");

        link.Description = "Through the link.";
        link.Aliases = ["production"];
        await link.SaveAsync();

        Artifact version = await world.SeeAsync("data:v0");
        Assert.AreEqual("Through the link.", version.Description);
        Assert.AreEqual("latest", string.Join(' ', version.Aliases));
        Assert.AreEqual("production", string.Join(' ', (await world.SeeAsync("portfolio:v0")).Aliases));
    }

    [TestMethod]
    public async Task Unlinking_takes_the_link_and_its_aliases_and_nothing_else()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact link = await logged.LinkAsync("portfolio", ["production"]);

        await link.UnlinkAsync();

        Assert.AreEqual(ArtifactState.Deleted, link.State);
        Assert.IsFalse(await world.Registry.ExistsAsync("portfolio:v0"));
        Assert.IsFalse(await world.Registry.ExistsAsync("portfolio:production"));
        Assert.AreEqual("latest", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
        Assert.AreEqual("v1", (await logged.LinkAsync("portfolio")).Version);
    }

    [TestMethod]
    public async Task Deleting_a_link_only_unlinks_whatever_aliases_it_has()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact link = await logged.LinkAsync("portfolio", ["production"]);

        await link.DeleteAsync();

        Assert.IsFalse(await world.Registry.ExistsAsync("portfolio:v0"));
        Assert.IsTrue(await world.Registry.ExistsAsync("data:v0"));
    }

    [TestMethod]
    public async Task What_is_no_link_can_not_be_unlinked()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));

        await Codes.AssertThrowsAsync(ArtifactCodes.NotDeletable, () => logged.UnlinkAsync());

        Assert.IsTrue(await world.Registry.ExistsAsync("data:v0"));
    }

    [TestMethod]
    public async Task A_portfolio_holds_one_type()
    {
        await using var world = new World();
        await (await world.LogAsync("data", ("a.txt", "a"))).LinkAsync("portfolio");
        using var model = new Artifact("model", "model", world.CacheFolder);
        await world.Registry.LogAsync(model);

        ArtifactException thrown = await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => model.LinkAsync("portfolio"));

        Assert.AreEqual(
            "“acme/vision/portfolio” holds links to artifacts of type “dataset”, not “model”. Choose another name for the portfolio.", thrown.Message);
    }

    [TestMethod]
    public async Task Nothing_is_logged_into_a_portfolio_and_nothing_linked_into_a_sequence()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("other", ("a.txt", "a"));
        await logged.LinkAsync("portfolio");
        using Artifact draft = await world.DraftAsync("portfolio", ("b.txt", "b"));

        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => world.Registry.LogAsync(draft));
        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => logged.LinkAsync("other"));
        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => logged.LinkAsync("data"));
    }

    [TestMethod]
    public async Task A_collection_without_versions_may_become_a_portfolio_and_the_other_way_round()
    {
        await using var world = new World();
        Artifact other = await world.LogAsync("other", ("o.txt", "o"));
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.DeleteAsync(deleteAliases: true);

        Artifact link = await other.LinkAsync("data");
        Assert.AreEqual("v1 True", $"{link.Version} {link.IsLink}");
        await link.UnlinkAsync();
        Artifact again = await world.LogAsync("data", ("a.txt", "a"));

        Assert.AreEqual("v2 False", $"{again.Version} {again.IsLink}");
    }

    [TestMethod]
    public async Task The_link_of_a_version_that_was_deleted_lives_on()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.LinkAsync("portfolio");
        await logged.DeleteAsync(deleteAliases: true);

        await world.Registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero });

        Artifact link = await world.SeeAsync("portfolio");
        await link.DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("a", File.ReadAllText(world.PathOf("out/a.txt")));
        Assert.AreEqual("acme/vision/copy:v0", (await link.LinkAsync("copy")).QualifiedName);
    }

    [TestMethod]
    public async Task A_version_that_was_deleted_can_not_be_linked_and_the_portfolio_stays_as_it_is()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact stale = await world.SeeAsync("data");
        await logged.DeleteAsync(deleteAliases: true);

        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => logged.LinkAsync("portfolio"));
        await Codes.AssertThrowsAsync(ArtifactCodes.VersionNotFound, () => stale.LinkAsync("portfolio"));

        Assert.IsNull(await world.Registry.GetCollectionAsync("portfolio"));
    }

    [TestMethod]
    public async Task Of_ten_that_are_linked_at_once_each_gets_a_number()
    {
        await using var world = new World();
        Artifact[] versions = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => world.LogAsync($"data{i}", ("a.txt", $"{i}"))));

        Artifact[] links = await Task.WhenAll(versions.Select(version => version.LinkAsync("portfolio")));

        CollectionAssert.AreEquivalent(Enumerable.Range(0, 10).Select(i => $"v{i}").ToArray(), links.Select(link => link.Version).ToArray());
        Assert.HasCount(10, await world.VersionsAsync("portfolio"));
    }
}
