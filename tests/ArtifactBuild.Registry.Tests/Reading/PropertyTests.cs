using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Reading;

[TestClass]
public sealed class PropertyTests
{
    [TestMethod]
    public async Task After_the_log_every_property_tells_of_the_version()
    {
        await using var world = new World();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        Artifact logged = await world.LogAsync("data", ("a.txt", "abc"), ("b.txt", "d"));

        Assert.AreEqual("acme/vision/data:v0 data:v0 acme vision v0", $"{logged.QualifiedName} {logged.Name} {logged.Entity} {logged.Project} {logged.Version}");
        AssertSource(logged, "acme", "vision", "data", "v0");
        Assert.AreEqual(ArtifactState.Committed, logged.State);
        Assert.IsFalse(logged.IsDraft);
        Assert.IsFalse(logged.IsLink);
        Assert.AreEqual(32, logged.Id!.Length);
        Assert.AreEqual(logged.Manifest.Digest, logged.Digest);
        Assert.AreEqual(4, logged.Size);
        Assert.AreEqual(2, logged.FileCount);
        Assert.IsInRange(before, DateTimeOffset.UtcNow, logged.CreatedAt);
        Assert.AreEqual(logged.CreatedAt, logged.UpdatedAt);
        Assert.AreEqual("latest", string.Join(' ', logged.Aliases));
        Assert.IsEmpty(logged.Tags);
        Assert.AreEqual(Sha256Digest.Of(logged.Manifest.ToJson()).Hex, logged.CommitHash);
    }

    [TestMethod]
    public async Task Fetched_by_an_alias_it_is_the_same_version_under_that_name()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "abc"));
        draft.Description = "About it.";
        await world.Registry.LogAsync(draft, ["best"], ["checked"]);

        Artifact fetched = await world.SeeAsync("data:best");

        Assert.AreEqual("acme/vision/data:best data:best acme vision v0", $"{fetched.QualifiedName} {fetched.Name} {fetched.Entity} {fetched.Project} {fetched.Version}");
        AssertSource(fetched, "acme", "vision", "data", "v0");
        AssertSameVersion(draft, fetched);
        Assert.AreEqual("best latest", string.Join(' ', fetched.Aliases));
        Assert.AreEqual("", fetched.ClientId);
        Assert.IsNull(fetched.UseAs);
    }

    [TestMethod]
    public async Task Fetched_through_a_portfolio_it_has_the_place_of_the_link_and_the_source_of_the_version()
    {
        await using var world = new World();
        await world.LogAsync("other", ("o.txt", "o"));
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "abc"));
        await world.Registry.LogAsync(draft, ["best"], ["checked"]);
        await (await world.SeeAsync("other")).LinkAsync("shop/registry/portfolio");
        await draft.LinkAsync("shop/registry/portfolio", ["production"]);

        Artifact fetched = await world.SeeAsync("shop/registry/portfolio:production");

        Assert.AreEqual("shop/registry/portfolio:production portfolio:production shop registry v1", $"{fetched.QualifiedName} {fetched.Name} {fetched.Entity} {fetched.Project} {fetched.Version}");
        AssertSource(fetched, "acme", "vision", "data", "v0");
        AssertSameVersion(draft, fetched);
        Assert.IsTrue(fetched.IsLink);
        Assert.AreEqual("latest production", string.Join(' ', fetched.Aliases));
        Assert.AreEqual("best latest", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
    }

    [TestMethod]
    public async Task Its_collections_are_that_of_the_link_and_that_of_the_version()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact link = await logged.LinkAsync("shop/registry/portfolio");

        ArtifactCollection collection = await link.GetCollectionAsync();
        ArtifactCollection source = await link.GetSourceCollectionAsync();

        Assert.AreEqual("shop/registry/portfolio False", $"{collection.QualifiedName} {collection.IsSequence}");
        Assert.AreEqual("acme/vision/data True", $"{source.QualifiedName} {source.IsSequence}");
        Assert.AreEqual("acme/vision/data", (await logged.GetCollectionAsync()).QualifiedName);
    }

    [TestMethod]
    public async Task The_manifest_of_a_fetched_version_must_be_asked_for()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact fetched = await world.SeeAsync("data");
        Assert.Throws<InvalidOperationException>(() => fetched.Manifest);
        Assert.Throws<InvalidOperationException>(() => fetched.GetEntry("a.txt"));

        Manifest manifest = await fetched.GetManifestAsync();

        Assert.AreSame(manifest, fetched.Manifest);
        CollectionAssert.AreEqual(logged.Manifest.ToJson(), manifest.ToJson());
    }

    [TestMethod]
    public async Task Its_JSON_is_what_W_and_B_stores_of_a_version()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        await logged.LinkAsync("portfolio");
        Artifact link = await world.SeeAsync("portfolio");
        link.UseAs = "training";

        string json = link.ToJson().ToJsonString();

        Assert.AreEqual(
            $$"""{"_type":"artifactVersion","_version":"v0","id":"{{logged.Id}}","version":"v0","sequenceName":"data","usedAs":"training"}""", json);
    }

    private static void AssertSource(Artifact artifact, string entity, string project, string name, string version)
    {
        Assert.AreEqual(entity, artifact.SourceEntity);
        Assert.AreEqual(project, artifact.SourceProject);
        Assert.AreEqual($"{name}:{version}", artifact.SourceName);
        Assert.AreEqual(version, artifact.SourceVersion);
        Assert.AreEqual($"{entity}/{project}/{name}:{version}", artifact.SourceQualifiedName);
    }

    private static void AssertSameVersion(Artifact expected, Artifact actual)
    {
        Assert.AreEqual(expected.Id, actual.Id);
        Assert.AreEqual(expected.Type, actual.Type);
        Assert.AreEqual(expected.Digest, actual.Digest);
        Assert.AreEqual(expected.CommitHash, actual.CommitHash);
        Assert.AreEqual(expected.Size, actual.Size);
        Assert.AreEqual(expected.FileCount, actual.FileCount);
        Assert.AreEqual(expected.CreatedAt, actual.CreatedAt);
        Assert.AreEqual(expected.UpdatedAt, actual.UpdatedAt);
        Assert.AreEqual(expected.Description, actual.Description);
        Assert.AreEqual("checked", string.Join(' ', actual.Tags));
        Assert.AreEqual(ArtifactState.Committed, actual.State);
    }
}
