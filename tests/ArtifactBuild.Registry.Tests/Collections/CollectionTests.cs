using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Collections;

[TestClass]
public sealed class CollectionTests
{
    [TestMethod]
    public async Task A_collection_tells_its_place_type_aliases_and_time()
    {
        await using var world = new World();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await world.LogAsync("data", ("a.txt", "a"));
        using Artifact second = await world.DraftAsync("data", ("a.txt", "b"));
        await world.Registry.LogAsync(second, ["best"]);

        ArtifactCollection? collection = await world.Registry.GetCollectionAsync("vision/data");

        Assert.AreEqual("acme/vision/data acme vision data dataset True", $"{collection!.QualifiedName} {collection.Entity} {collection.Project} {collection.Name} {collection.Type} {collection.IsSequence}");
        Assert.AreEqual("best=v1 latest=v1", string.Join(' ', collection.Aliases.Select(alias => $"{alias.Key}={alias.Value}")));
        Assert.IsInRange(before, DateTimeOffset.UtcNow, collection.CreatedAt);
        Assert.IsNull(collection.Description);
        Assert.IsEmpty(collection.Tags);
    }

    [TestMethod]
    public async Task There_is_no_collection_that_nobody_logged_to()
    {
        await using var world = new World();

        Assert.IsNull(await world.Registry.GetCollectionAsync("data"));
        Assert.IsEmpty(await world.Registry.CollectionsAsync().ToListAsync());
        Assert.IsEmpty(await world.Registry.TypesAsync());
        await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, async () => await world.Registry.VersionsAsync("data").ToListAsync());
    }

    [TestMethod]
    public async Task The_collections_and_types_of_a_project_are_listed()
    {
        await using var world = new World();
        Artifact data = await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("more.data", ("a.txt", "a"));
        await data.LinkAsync("portfolio");
        await data.LinkAsync("sound/portfolio");
        await data.LinkAsync("acme2/vision/portfolio");
        using var model = new Artifact("net", "model", world.CacheFolder);
        await world.Registry.LogAsync(model);

        Assert.AreEqual("data more.data net portfolio", await NamesAsync(world.Registry.CollectionsAsync()));
        Assert.AreEqual("data more.data portfolio", await NamesAsync(world.Registry.CollectionsAsync("dataset")));
        Assert.AreEqual("net", await NamesAsync(world.Registry.CollectionsAsync("model")));
        Assert.AreEqual("portfolio", await NamesAsync(world.Registry.CollectionsAsync(project: "sound")));
        Assert.AreEqual("portfolio", await NamesAsync(world.Registry.CollectionsAsync(entity: "acme2")));
        Assert.AreEqual("dataset model", string.Join(' ', await world.Registry.TypesAsync()));
        Assert.AreEqual("dataset", string.Join(' ', await world.Registry.TypesAsync(project: "sound")));
    }

    [TestMethod]
    public async Task The_versions_are_listed_newest_first_and_by_tags()
    {
        await using var world = new World();
        foreach (string tags in new[] { "a", "a b", "b", "c" })
        {
            using Artifact draft = await world.DraftAsync("data", ("a.txt", tags));
            await world.Registry.LogAsync(draft, tags: tags.Split(' '));
        }

        await (await world.SeeAsync("data:v2")).DeleteAsync();

        Assert.AreEqual("data:v3 data:v1 data:v0", await VersionsAsync(world, null));
        Assert.AreEqual("data:v1 data:v0", await VersionsAsync(world, ["a"]));
        Assert.AreEqual("data:v1", await VersionsAsync(world, ["b", "a"]));
        Assert.AreEqual("", await VersionsAsync(world, ["a", "c"]));
    }

    [TestMethod]
    public async Task Description_and_tags_are_saved()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        ArtifactCollection collection = (await world.Registry.GetCollectionAsync("data"))!;
        collection.Description = "All data.";
        collection.Tags = ["raw", "raw", "large files"];

        await collection.SaveAsync();

        ArtifactCollection seen = (await world.OpenElsewhere().GetCollectionAsync("data"))!;
        Assert.AreEqual("All data.", seen.Description);
        Assert.AreEqual("raw,large files", string.Join(',', seen.Tags));
        Assert.IsEmpty((await world.SeeAsync("data")).Tags);
        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => collection.Tags = ["a/b"]);
    }

    [TestMethod]
    public async Task What_others_saved_meanwhile_stays()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        ArtifactCollection mine = (await world.Registry.GetCollectionAsync("data"))!;
        ArtifactCollection theirs = (await world.OpenElsewhere().GetCollectionAsync("data"))!;
        theirs.Description = "Theirs.";
        theirs.Tags = ["theirs"];
        await theirs.SaveAsync();
        await world.LogAsync("data", ("a.txt", "b"));

        mine.Tags = ["mine"];
        await mine.SaveAsync();

        Assert.AreEqual("Theirs.", mine.Description);
        Assert.AreEqual("theirs mine", string.Join(' ', mine.Tags));
        Assert.AreEqual("v1", mine.Aliases["latest"]);
        mine.Tags = ["mine"];
        await mine.SaveAsync();
        Assert.AreEqual("mine", string.Join(' ', (await world.OpenElsewhere().GetCollectionAsync("data"))!.Tags));
    }

    [TestMethod]
    public async Task A_sequence_can_change_its_type()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        ArtifactCollection collection = await logged.GetCollectionAsync();

        await collection.ChangeTypeAsync("corpus");

        Assert.AreEqual("corpus", collection.Type);
        Assert.AreEqual("corpus", (await world.SeeAsync("data:v0")).Type);
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "b"));
        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => world.Registry.LogAsync(draft));
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => collection.ChangeTypeAsync("job"));
    }

    [TestMethod]
    public async Task A_portfolio_can_not_change_its_type()
    {
        await using var world = new World();
        Artifact link = await (await world.LogAsync("data", ("a.txt", "a"))).LinkAsync("portfolio");
        ArtifactCollection portfolio = await link.GetCollectionAsync();

        await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => portfolio.ChangeTypeAsync("corpus"));

        Assert.IsFalse(portfolio.IsSequence);
    }

    [TestMethod]
    public async Task A_deleted_collection_is_gone_and_begins_anew_with_the_next_number()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("data", ("a.txt", "b"));
        ArtifactCollection collection = (await world.Registry.GetCollectionAsync("data"))!;
        collection.Description = "All data.";
        collection.Tags = ["raw"];
        await collection.SaveAsync();

        await collection.DeleteAsync();
        Assert.IsNull(await world.Registry.GetCollectionAsync("data"));
        Assert.IsEmpty(await world.Registry.CollectionsAsync().ToListAsync());
        Assert.IsFalse(await world.Registry.ExistsAsync("data:v0"));
        using var model = new Artifact("data", "model", world.CacheFolder);
        await World.FillAsync(model, ("a.txt", "b"));
        await world.Registry.LogAsync(model);

        ArtifactCollection anew = (await world.OpenElsewhere().GetCollectionAsync("data"))!;
        Assert.AreEqual("v2 True", $"{model.Version} {model.Aliases is ["latest"]}");
        Assert.AreEqual("model", anew.Type);
        Assert.IsNull(anew.Description);
        Assert.IsEmpty(anew.Tags);
        Assert.IsGreaterThan(collection.CreatedAt, anew.CreatedAt);
    }

    [TestMethod]
    public async Task A_collection_that_was_deleted_meanwhile_can_not_be_saved_or_deleted()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        ArtifactCollection mine = (await world.Registry.GetCollectionAsync("data"))!;
        await (await world.OpenElsewhere().GetCollectionAsync("data"))!.DeleteAsync();
        mine.Description = "Too late.";

        await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, () => mine.SaveAsync());
        await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, () => mine.ChangeTypeAsync("corpus"));
        await Codes.AssertThrowsAsync(ArtifactCodes.CollectionNotFound, () => mine.DeleteAsync());
    }

    [TestMethod]
    public async Task Deleting_a_portfolio_leaves_the_versions()
    {
        await using var world = new World();
        Artifact link = await (await world.LogAsync("data", ("a.txt", "a"))).LinkAsync("portfolio");

        await (await link.GetCollectionAsync()).DeleteAsync();

        Assert.IsFalse(await world.Registry.ExistsAsync("portfolio"));
        Assert.AreEqual("v0", (await world.SeeAsync("data")).Version);
    }

    [TestMethod]
    [DataRow("data", null, true)]
    [DataRow("data:v0", "dataset", true)]
    [DataRow("data:best", null, true)]
    [DataRow("data:v0", "model", false)]
    [DataRow("data:v1", null, false)]
    [DataRow("data:other", null, false)]
    [DataRow("other", null, false)]
    [DataRow("others/vision/data", null, false)]
    public async Task Whether_a_version_exists_is_no_error(string name, string? type, bool expected)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(draft, ["best"]);

        Assert.AreEqual(expected, await world.OpenElsewhere().ExistsAsync(name, type));
    }

    private static async Task<string> NamesAsync(IAsyncEnumerable<ArtifactCollection> collections) =>
        string.Join(' ', (await collections.ToListAsync()).Select(collection => collection.Name).Order(StringComparer.Ordinal));

    private static async Task<string> VersionsAsync(World world, string[]? tags) =>
        string.Join(' ', (await world.OpenElsewhere().VersionsAsync("data", tags).ToListAsync()).Select(version => version.Name));
}
