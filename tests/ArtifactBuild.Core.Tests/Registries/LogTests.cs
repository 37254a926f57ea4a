using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Registries;

[TestClass]
public class LogTests
{
    [TestMethod]
    public async Task Versions_count_up_from_v0()
    {
        await using var registry = new LocalRegistry();
        for (int i = 0; i < 3; i++)
        {
            LogResult result = await registry.LogAsync("data", [], ("n.txt", $"{i}"));
            Assert.IsTrue(result.IsNewVersion);
            Assert.AreEqual($"v{i}", result.Artifact.Version);
        }

        Assert.AreEqual(3, Audit.Registry(registry.Folder));
    }

    [TestMethod]
    public async Task A_draft_becomes_the_logged_version()
    {
        await using var registry = new LocalRegistry();
        Artifact draft = registry.NewDraft();
        draft.Description = "text";
        draft.Metadata = new() { ["k"] = 1 };
        await LocalRegistry.AddTextAsync(draft, "a.txt", "a");

        LogResult result = await registry.Open.LogAsync(draft, ["best"], ["good one"]);

        Assert.AreSame(draft, result.Artifact);
        Assert.IsFalse(draft.IsDraft);
        Assert.AreEqual(ArtifactState.Committed, draft.State);
        Assert.AreEqual("data:v0", draft.Name);
        CollectionAssert.AreEqual(new[] { "best", "latest" }, draft.Aliases.ToArray());
        Artifact fetched = await registry.Open.GetAsync("data:best");
        Assert.AreEqual("data:best", fetched.Name);
        Assert.AreEqual(draft.Id, fetched.Id);
        Assert.AreEqual(draft.Digest, fetched.Digest);
        Assert.AreEqual(draft.CommitHash, fetched.CommitHash);
        Assert.AreEqual(draft.CreatedAt, fetched.CreatedAt);
        Assert.AreEqual(1, fetched.FileCount);
        Assert.AreEqual(1, fetched.Size);
        Assert.AreEqual("text", fetched.Description);
        Assert.AreEqual("""{"k":1}""", fetched.Metadata.ToJsonString());
        CollectionAssert.AreEqual(new[] { "good one" }, fetched.Tags.ToArray());
    }

    [TestMethod]
    public async Task A_logged_artifact_can_not_be_logged_again_nor_its_entries_changed()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "a"))).Artifact;

        await Codes.AssertThrowsAsync(ArtifactCodes.Finalized, () => registry.Open.LogAsync(logged));
        await Assert.ThrowsExactlyAsync<ArtifactFinalizedException>(() => LocalRegistry.AddTextAsync(logged, "b.txt", "b"));
        Assert.ThrowsExactly<ArtifactFinalizedException>(() => logged.Remove("a.txt"));
    }

    [TestMethod]
    public async Task The_description_and_metadata_of_a_logged_artifact_change_when_they_are_saved()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "a"))).Artifact;

        logged.Description = "x";
        logged.Metadata = new JsonObject { ["k"] = 1 };
        using (Artifact before = await registry.Open.GetAsync("data"))
        {
            Assert.IsNull(before.Description);
            Assert.IsEmpty(before.Metadata);
        }

        await logged.SaveAsync();
        using Artifact after = await registry.Open.GetAsync("data");
        Assert.AreEqual("x", after.Description);
        Assert.AreEqual("""{"k":1}""", after.Metadata.ToJsonString());
        Assert.AreEqual("v0", after.Version);
    }

    [TestMethod]
    public async Task Equal_content_makes_no_version_and_sends_nothing()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        string before = File.ReadAllText(registry.HeadPath("data"));

        LogResult again = await registry.LogAsync("data", [], ("a.txt", "a"));

        Assert.IsFalse(again.IsNewVersion);
        Assert.AreEqual(0, again.UploadedFiles);
        Assert.AreEqual(0, again.UploadedBytes);
        Assert.AreEqual("v0", again.Artifact.Version);
        Assert.AreEqual(before, File.ReadAllText(registry.HeadPath("data")));
    }

    [TestMethod]
    public async Task Equal_content_still_moves_aliases()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", ["one"], ("a.txt", "a"));

        LogResult again = await registry.LogAsync("data", ["two"], ("a.txt", "a"));

        Assert.IsFalse(again.IsNewVersion);
        Assert.AreEqual(0, again.UploadedBytes);
        CollectionAssert.AreEqual(new[] { "latest", "one", "two" }, again.Artifact.Aliases.ToArray());
        Assert.AreEqual("v0", (await registry.Open.GetAsync("data:two")).Version);
    }

    [TestMethod]
    public async Task Only_the_newest_version_is_compared()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        await registry.LogAsync("data", [], ("a.txt", "b"));

        LogResult back = await registry.LogAsync("data", [], ("a.txt", "a"));

        Assert.IsTrue(back.IsNewVersion);
        Assert.AreEqual("v2", back.Artifact.Version);
        Assert.AreEqual(0, back.UploadedBytes);
    }

    [TestMethod]
    public async Task Bytes_that_the_registry_has_are_not_sent_again()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "aaaa"), ("b.txt", "bb"));
        DateTime written = File.GetLastWriteTimeUtc(registry.BlobPath(TestContent.Sha256("aaaa")));

        LogResult next = await registry.LogAsync("data", [], ("moved/a.txt", "aaaa"), ("twice.txt", "aaaa"), ("c.txt", "ccc"));
        LogResult other = await registry.LogAsync("other", [], ("a.txt", "aaaa"));

        Assert.AreEqual(1, next.UploadedFiles);
        Assert.AreEqual(3, next.UploadedBytes);
        Assert.AreEqual(0, other.UploadedBytes);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(registry.BlobPath(TestContent.Sha256("aaaa"))));
    }

    [TestMethod]
    public async Task A_stored_blob_of_the_wrong_size_is_reported_and_not_built_on()
    {
        await using var registry = new LocalRegistry();
        string blob = registry.BlobPath(TestContent.Sha256("whole"));
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        File.WriteAllText(blob, "who");
        await Codes.AssertThrowsAsync(ArtifactCodes.SizeMismatch, () => registry.LogAsync("data", [], ("a.txt", "whole")));
        Assert.IsFalse(File.Exists(registry.HeadPath("data")));
    }

    [TestMethod]
    public async Task An_alias_belongs_to_one_version_at_a_time()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", ["production", "first"], ("a.txt", "a"));
        await registry.LogAsync("data", ["production"], ("a.txt", "b"));

        Assert.AreEqual("v1", (await registry.Open.GetAsync("data:production")).Version);
        Assert.AreEqual("v1", (await registry.Open.GetAsync("data")).Version);
        CollectionAssert.AreEqual(new[] { "first" }, ((await registry.Open.GetAsync("data:v0")).Aliases).ToArray());
    }

    [TestMethod]
    public async Task A_collection_has_one_type()
    {
        await using var registry = new LocalRegistry();
        await registry.LogAsync("data", [], ("a.txt", "a"));
        string before = FolderSnapshot.Of(registry.Folder);
        Artifact model = registry.NewDraft(type: "model");
        await LocalRegistry.AddTextAsync(model, "b.txt", "b");

        ArtifactException failure = await Codes.AssertThrowsAsync(ArtifactCodes.TypeMismatch, () => registry.Open.LogAsync(model));

        StringAssert.Contains(failure.Message, "“dataset”, not “model”", StringComparison.Ordinal);
        Assert.AreEqual(before, FolderSnapshot.Of(registry.Folder));
    }

    [TestMethod]
    [DataRow("a/b")]
    [DataRow("a:b")]
    [DataRow("")]
    [DataRow("v7")]
    [DataRow("v007")]
    [DataRow("line\nbreak")]
    public async Task An_alias_that_can_not_be_one_is_refused_before_anything_is_stored(string alias)
    {
        await using var registry = new LocalRegistry();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => registry.LogAsync("data", [alias], ("a.txt", "a")));
        Assert.AreEqual("(no folder)", FolderSnapshot.Of(registry.Folder));
    }

    [TestMethod]
    [DataRow(" a")]
    [DataRow("a\n")]
    [DataRow("a.")]
    [DataRow("")]
    public async Task A_tag_that_can_not_be_one_is_refused(string tag)
    {
        await using var registry = new LocalRegistry();
        Artifact draft = registry.NewDraft();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidArtifact, () => registry.Open.LogAsync(draft, null, [tag]));
        Assert.IsTrue(draft.IsDraft);
    }

    [TestMethod]
    [DataRow(".")]
    [DataRow("..")]
    public async Task A_name_that_can_not_be_a_folder_is_refused(string name)
    {
        await using var registry = new LocalRegistry();
        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidName, () => registry.LogAsync(name, [], ("a.txt", "a")));
        Assert.AreEqual("(no folder)", FolderSnapshot.Of(registry.Folder));
    }

    [TestMethod]
    public async Task A_draft_that_no_system_could_restore_is_refused_before_anything_is_stored()
    {
        await using var registry = new LocalRegistry();
        await Codes.AssertThrowsAsync(ArtifactCodes.PathClash, () => registry.LogAsync("data", [], ("a", "1"), ("a/b", "2")));
        await Codes.AssertThrowsAsync(ArtifactCodes.PathClash, () => registry.LogAsync("data", [], ("readme", "1"), ("README", "2")));
        Assert.AreEqual("(no folder)", FolderSnapshot.Of(registry.Folder));
    }

    [TestMethod]
    public async Task An_artifact_may_be_empty()
    {
        await using var registry = new LocalRegistry();
        LogResult result = await registry.LogAsync("data", []);
        Assert.AreEqual("64e7c61456b10382e2f3b571ac24b659", result.Artifact.Digest);
        Assert.AreEqual(0, (await (await registry.Open.GetAsync("data")).GetManifestAsync()).Count);
    }

    [TestMethod]
    public async Task A_logged_draft_leaves_no_copies_behind()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.bin", "bytes");
        using (Artifact draft = registry.NewDraft())
        {
            await draft.AddFileAsync(source);
            await registry.Open.LogAsync(draft);
        }

        await registry.Open.DisposeAsync();
        Audit.NoScratch(registry.Folder, registry.Cache);
        // What was copied to protect it became the cache's object.
        Assert.IsTrue(File.Exists(Path.Combine(registry.Cache, "objects", "sha256", TestContent.Sha256("bytes")[..2], TestContent.Sha256("bytes")[2..])));
    }

    [TestMethod]
    public async Task What_the_cache_can_not_take_does_not_undo_a_log()
    {
        await using var registry = new LocalRegistry();
        string source = registry.Temporary.Write("source.bin", "bytes");
        using Artifact draft = registry.NewDraft();
        await draft.AddFileAsync(source);
        registry.Temporary.Write("cache/objects", "a file where the folder should be");

        LogResult result = await registry.Open.LogAsync(draft);

        Assert.AreEqual("v0", result.Artifact.Version);
        Assert.AreEqual(1, Audit.Registry(registry.Folder));
    }
}
