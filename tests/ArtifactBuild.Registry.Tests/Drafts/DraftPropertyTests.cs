using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Drafts;

[TestClass]
public sealed class DraftPropertyTests
{
    public static IEnumerable<(string Member, Action<Artifact> Read)> LoggedOnly =>
    [
        ("Aliases", artifact => _ = artifact.Aliases),
        ("Aliases", artifact => artifact.Aliases = ["best"]),
        ("CommitHash", artifact => _ = artifact.CommitHash),
        ("CreatedAt", artifact => _ = artifact.CreatedAt),
        ("Entity", artifact => _ = artifact.Entity),
        ("FileCount", artifact => _ = artifact.FileCount),
        ("Files", artifact => _ = artifact.Files()),
        ("GetEntry", artifact => _ = artifact.GetEntry("a.txt")),
        ("Project", artifact => _ = artifact.Project),
        ("QualifiedName", artifact => _ = artifact.QualifiedName),
        ("SourceEntity", artifact => _ = artifact.SourceEntity),
        ("SourceProject", artifact => _ = artifact.SourceProject),
        ("SourceQualifiedName", artifact => _ = artifact.SourceQualifiedName),
        ("SourceVersion", artifact => _ = artifact.SourceVersion),
        ("Tags", artifact => _ = artifact.Tags),
        ("Tags", artifact => artifact.Tags = ["checked"]),
        ("ToJson", artifact => _ = artifact.ToJson()),
        ("UpdatedAt", artifact => _ = artifact.UpdatedAt),
        ("Version", artifact => _ = artifact.Version),
    ];

    public static IEnumerable<(string Member, Func<Artifact, Task> Call)> LoggedOnlyCalls =>
    [
        ("CheckoutAsync", artifact => artifact.CheckoutAsync("nowhere")),
        ("DeleteAsync", artifact => artifact.DeleteAsync()),
        ("DownloadAsync", artifact => artifact.DownloadAsync("nowhere")),
        ("DownloadFileAsync", artifact => artifact.DownloadFileAsync("nowhere")),
        ("GetCollectionAsync", artifact => artifact.GetCollectionAsync()),
        ("GetSourceCollectionAsync", artifact => artifact.GetSourceCollectionAsync()),
        ("LinkAsync", artifact => artifact.LinkAsync("portfolio")),
        ("LoggedByAsync", artifact => artifact.LoggedByAsync()),
        ("NewDraftAsync", artifact => artifact.NewDraftAsync()),
        ("SaveAsync", artifact => artifact.SaveAsync()),
        ("UnlinkAsync", artifact => artifact.UnlinkAsync()),
        ("UsedByAsync", artifact => artifact.UsedByAsync()),
        ("VerifyAsync", artifact => artifact.VerifyAsync("nowhere")),
        ("WaitAsync", artifact => artifact.WaitAsync()),
    ];

    [TestMethod]
    [DynamicData(nameof(LoggedOnly))]
    public async Task What_only_a_logged_artifact_has_can_not_be_read_from_a_draft(string member, Action<Artifact> read)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        ArtifactNotLoggedException thrown = Assert.ThrowsExactly<ArtifactNotLoggedException>(() => read(draft));

        Assert.AreEqual(member, thrown.MemberName);
        Assert.AreEqual("ART4008", thrown.Code);
    }

    [TestMethod]
    [DynamicData(nameof(LoggedOnlyCalls))]
    public async Task What_only_a_logged_artifact_does_can_not_be_asked_of_a_draft(string member, Func<Artifact, Task> call)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        ArtifactNotLoggedException thrown = await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => call(draft));

        Assert.AreEqual(member, thrown.MemberName);
    }

    [TestMethod]
    public async Task A_draft_has_its_name_type_digest_and_size()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "abc"), ("b.txt", ""));

        Assert.AreEqual("data", draft.Name);
        Assert.AreEqual("data", draft.SourceName);
        Assert.AreEqual("dataset", draft.Type);
        Assert.IsNull(draft.Id);
        Assert.IsTrue(draft.IsDraft);
        Assert.IsFalse(draft.IsLink);
        Assert.AreEqual(ArtifactState.Pending, draft.State);
        Assert.AreEqual(draft.Manifest.Digest, draft.Digest);
        Assert.AreEqual(3, draft.Size);
        Assert.AreEqual(2, draft.Manifest.Count);
        Assert.AreSame(draft.Manifest, await draft.GetManifestAsync());
        Assert.AreEqual(128, draft.ClientId.Length);
        Assert.IsFalse(draft.Incremental);
        Assert.IsNull(draft.UseAs);
        Assert.IsNull(draft.Description);
        Assert.IsTrue(draft.TimeToLive.IsInherited);
        Assert.IsEmpty(draft.Metadata);
    }

    [TestMethod]
    public void Description_metadata_and_time_to_live_of_a_draft_can_be_set()
    {
        using var draft = new Artifact("data", "dataset") { UseAs = "training" };

        draft.Description = "About it.";
        draft.Metadata = new JsonObject { ["rows"] = 3 };
        draft.TimeToLive = TimeToLive.Of(TimeSpan.FromDays(1));

        Assert.AreEqual("About it.", draft.Description);
        Assert.AreEqual("""{"rows":3}""", draft.Metadata.ToJsonString());
        Assert.AreEqual(TimeSpan.FromDays(1), draft.TimeToLive.Duration);
        Assert.AreEqual("training", draft.UseAs);
    }

    [TestMethod]
    public void Metadata_is_copied_when_it_is_set_and_when_it_is_read()
    {
        using var draft = new Artifact("data", "dataset");
        var metadata = new JsonObject { ["rows"] = 3 };
        draft.Metadata = metadata;

        metadata["rows"] = 4;
        draft.Metadata["rows"] = 5;

        Assert.AreEqual("""{"rows":3}""", draft.Metadata.ToJsonString());
    }

    [TestMethod]
    public void Metadata_has_at_most_100_keys_at_the_top()
    {
        using var draft = new Artifact("data", "dataset");
        draft.Metadata = KeysUpTo(100);

        Codes.AssertThrows(ArtifactCodes.InvalidArtifact, () => draft.Metadata = KeysUpTo(101));

        Assert.HasCount(100, draft.Metadata);
    }

    private static JsonObject KeysUpTo(int count) =>
        new(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"key{i}", (JsonNode?)i)));
}
