using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Logging;

[TestClass]
public sealed class LabelTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("a/b")]
    [DataRow("a:b")]
    [DataRow("v0")]
    [DataRow("v01")]
    [DataRow("v99999999999999999999")]
    [DataRow("a\nb")]
    [DataRow("best\n")]
    public async Task An_alias_that_is_not_allowed_is_refused_everywhere(string alias)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        using Artifact draft = await world.DraftAsync("data", ("b.txt", "b"));

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.LogAsync(draft, [alias]));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => logged.LinkAsync("portfolio", [alias]));
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => logged.Aliases = [alias]);

        Assert.AreEqual("latest", string.Join(' ', logged.Aliases));
        Assert.IsFalse(await world.Registry.ExistsAsync("portfolio"));
    }

    [TestMethod]
    [DataRow("v")]
    [DataRow("V1")]
    [DataRow("v1a")]
    [DataRow("v1.0")]
    [DataRow("a b")]
    [DataRow("größe")]
    [DataRow("日本")]
    public async Task Any_other_text_names_a_version(string alias)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await world.Registry.LogAsync(draft, [alias]);

        Assert.AreEqual("v0", (await world.SeeAsync($"data:{alias}")).Version);
    }

    [TestMethod]
    public async Task An_alias_has_at_most_128_characters()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.LogAsync(draft, [new string('a', 129)]));

        await world.Registry.LogAsync(draft, [new string('a', 128)]);

        Assert.IsTrue(await world.Registry.ExistsAsync($"data:{new string('a', 128)}"));
    }

    [TestMethod]
    public async Task Aliases_are_there_once_together_with_latest()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await world.Registry.LogAsync(draft, ["best", "latest", "best", "A"]);

        Assert.AreEqual("A best latest", string.Join(' ', draft.Aliases));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" a")]
    [DataRow("a ")]
    [DataRow("a\n")]
    [DataRow("a.b")]
    [DataRow("a/b")]
    [DataRow("a\tb")]
    public async Task A_tag_that_is_not_made_of_words_is_refused(string tag)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        using Artifact draft = await world.DraftAsync("data", ("b.txt", "b"));

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.LogAsync(draft, tags: [tag]));
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => logged.Tags = [tag]);

        Assert.IsEmpty(logged.Tags);
    }

    [TestMethod]
    public async Task Tags_keep_their_order_and_are_there_once()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await world.Registry.LogAsync(draft, tags: ["two  words", "b", "a_1-2", "b", "größe"]);

        CollectionAssert.AreEqual(new[] { "two  words", "b", "a_1-2", "größe" }, (await world.SeeAsync("data")).Tags.ToArray());
    }

    [TestMethod]
    [DataRow("a b")]
    [DataRow("a/b")]
    [DataRow("a:b")]
    [DataRow("a\n")]
    [DataRow("größe")]
    [DataRow("")]
    public void A_name_is_made_of_ASCII_letters_digits_and_three_signs(string name) =>
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => new Artifact(name, "dataset").Dispose());

    [TestMethod]
    [DataRow("job", "data")]
    [DataRow("wandb-history", "data")]
    [DataRow("run_table", "run-1")]
    [DataRow("code", "source-1")]
    public void A_reserved_type_is_refused(string type, string name) =>
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => new Artifact(name, type).Dispose());

    [TestMethod]
    [DataRow(".")]
    [DataRow("..")]
    public async Task A_name_that_is_no_folder_can_not_be_logged(string name)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync(name, ("a.txt", "a"));

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => world.Registry.LogAsync(draft));
    }

    [TestMethod]
    [DataRow("data", "acme/vision/data:latest")]
    [DataRow("data:v0", "acme/vision/data:v0")]
    [DataRow("data:v00", "acme/vision/data:v00")]
    [DataRow("vision/data:best", "acme/vision/data:best")]
    [DataRow("acme/vision/data", "acme/vision/data:latest")]
    public async Task A_name_is_completed_from_the_right(string name, string qualified)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(draft, ["best"]);

        Assert.AreEqual(qualified, (await world.SeeAsync(name)).QualifiedName);
    }

    [TestMethod]
    [DataRow("a/b/c/d")]
    [DataRow("data:")]
    [DataRow("data:a:b")]
    [DataRow("data:a/b")]
    [DataRow("/data")]
    [DataRow("")]
    public async Task A_text_of_another_form_is_no_name(string name)
    {
        await using var world = new World();

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => world.Registry.GetAsync(name));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => world.Registry.ExistsAsync(name));
    }
}
