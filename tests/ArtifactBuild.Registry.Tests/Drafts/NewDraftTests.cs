using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Drafts;

[TestClass]
public sealed class NewDraftTests
{
    [TestMethod]
    public async Task Only_what_changed_is_sent()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c"));
        ArtifactRegistry elsewhere = world.OpenElsewhere();
        using Artifact draft = await (await elsewhere.GetAsync("data")).NewDraftAsync();
        draft.Remove("a.txt");
        draft.Remove("b.txt");
        await World.FillAsync(draft, ("b.txt", "bbb"), ("d.txt", "c"));

        LogResult result = await elsewhere.LogAsync(draft);

        Assert.IsTrue(result.IsNewVersion);
        Assert.AreEqual(1, result.UploadedFiles);
        Assert.AreEqual(3, result.UploadedBytes);
        Assert.AreEqual("v1", draft.Version);
        await (await world.SeeAsync("data:v1")).DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("b.txt c.txt d.txt", string.Join(' ', world.FilesIn("out")));
        Assert.AreEqual("bbb", File.ReadAllText(world.PathOf("out/b.txt")));
        Assert.AreEqual("c", File.ReadAllText(world.PathOf("out/c.txt")));
    }

    [TestMethod]
    public async Task Description_and_metadata_are_taken_over_but_not_aliases_tags_and_time_to_live()
    {
        await using var world = new World();
        using Artifact first = await world.DraftAsync("data", ("a.txt", "a"));
        first.Description = "About it.";
        first.Metadata = new JsonObject { ["rows"] = 1 };
        first.TimeToLive = TimeToLive.Of(TimeSpan.FromDays(1));
        await world.Registry.LogAsync(first, ["best"], ["checked"]);

        using Artifact draft = await first.NewDraftAsync();
        Assert.IsTrue(draft.IsDraft);
        Assert.AreEqual("data", draft.Name);
        Assert.AreEqual(first.Digest, draft.Digest);
        await World.FillAsync(draft, ("b.txt", "b"));
        await world.Registry.LogAsync(draft);

        Artifact second = await world.SeeAsync("data:v1");
        Assert.AreEqual("About it.", second.Description);
        Assert.AreEqual("""{"rows":1}""", second.Metadata.ToJsonString());
        Assert.AreEqual("latest", string.Join(' ', second.Aliases));
        Assert.IsEmpty(second.Tags);
        Assert.IsTrue(second.TimeToLive.IsInherited);
        Assert.AreEqual("best", string.Join(' ', (await world.SeeAsync("data:v0")).Aliases));
    }

    [TestMethod]
    public async Task A_draft_without_a_change_is_the_version_that_it_was_made_from()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        using Artifact draft = await first.NewDraftAsync();

        LogResult result = await world.Registry.LogAsync(draft, ["again"]);

        Assert.IsFalse(result.IsNewVersion);
        Assert.AreEqual(first.Id, draft.Id);
        Assert.AreEqual("again latest", string.Join(' ', draft.Aliases));
    }

    [TestMethod]
    [DataRow("acme", "sound")]
    [DataRow("others", "vision")]
    public async Task It_can_only_be_logged_where_it_came_from(string entity, string project)
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        using Artifact draft = await first.NewDraftAsync();

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => world.Registry.LogAsync(draft, entity: entity, project: project));

        Assert.IsTrue(draft.IsDraft);
    }

    [TestMethod]
    public async Task The_draft_of_a_link_is_one_of_the_version_itself_and_saving_it_goes_there()
    {
        await using var world = new World();
        using Artifact first = await world.DraftAsync("data", ("a.txt", "a"));
        await world.Registry.LogAsync(first, entity: "others", project: "sound");
        Artifact link = await first.LinkAsync("acme/vision/portfolio");
        using Artifact draft = await link.NewDraftAsync();
        await World.FillAsync(draft, ("b.txt", "b"));

        await draft.SaveAsync(world.Registry);

        Assert.AreEqual("others/sound/data:v1", draft.QualifiedName);
    }

    [TestMethod]
    public async Task A_large_file_and_a_reference_keep_all_that_the_manifest_says()
    {
        await using var world = new World();
        string large = world.PathOf("large.bin");
        File.WriteAllBytes(large, new byte[33 * 1024 * 1024]);
        using var first = new Artifact("data", "dataset", world.CacheFolder);
        await first.AddFileAsync(large, policy: StoragePolicy.Immutable);
        await first.AddReferenceAsync("other://there", "ref");
        await world.Registry.LogAsync(first);
        using Artifact draft = await (await world.SeeAsync("data")).NewDraftAsync();
        await World.FillAsync(draft, ("b.txt", "b"));

        await world.Registry.LogAsync(draft);

        Manifest manifest = await (await world.SeeAsync("data")).GetManifestAsync();
        Assert.AreEqual(3, manifest.Entries[1].Chunks.Length);
        Assert.AreEqual("other://there", manifest.Entries[2].Ref);
    }
}
