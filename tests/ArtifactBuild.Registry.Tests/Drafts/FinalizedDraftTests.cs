using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Drafts;

[TestClass]
public sealed class FinalizedDraftTests
{
    public static IEnumerable<(string Member, Func<Artifact, string, Task> Call)> Mutating =>
    [
        ("Add", (draft, _) => Task.FromResult(draft.Add(new Html("<p>"), "page"))),
        ("AddDirectoryAsync", (draft, source) => draft.AddDirectoryAsync(Path.GetDirectoryName(source)!)),
        ("AddFileAsync", (draft, source) => draft.AddFileAsync(source)),
        ("AddReference", (draft, _) => Task.FromResult(draft.AddReference(new ArtifactEntry(draft, new ManifestEntry { Path = "b", Digest = "b" })))),
        ("AddReferenceAsync", (draft, _) => draft.AddReferenceAsync("other://there", "b")),
        ("NewFile", (draft, _) => Task.FromResult(draft.NewFile("b.txt"))),
        ("NewFile", (draft, _) => draft.NewFileAsync("b.txt", (_, _) => Task.CompletedTask)),
        ("Remove", (draft, _) => Task.Run(() => draft.Remove("a.txt"))),
        ("Remove", (draft, _) => Task.Run(() => draft.Remove(draft.Manifest.Entries[0]))),
    ];

    [TestMethod]
    [DynamicData(nameof(Mutating))]
    public async Task No_entry_of_a_finalized_draft_can_change(string member, Func<Artifact, string, Task> call)
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        draft.FinalizeDraft();

        ArtifactFinalizedException thrown = await Assert.ThrowsExactlyAsync<ArtifactFinalizedException>(async () => await call(draft, world.Write("new.txt", "new")));

        Assert.AreEqual(member, thrown.MemberName);
        Assert.AreEqual("ART4004", thrown.Code);
        Assert.AreEqual("a.txt", string.Join(' ', draft.Manifest.Entries.Select(entry => entry.Path)));
    }

    [TestMethod]
    [DynamicData(nameof(Mutating))]
    public async Task No_entry_of_a_logged_or_fetched_artifact_can_change(string member, Func<Artifact, string, Task> call)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"));
        Artifact fetched = await world.SeeAsync("data");
        await fetched.GetManifestAsync();

        foreach (Artifact artifact in new[] { logged, fetched })
        {
            ArtifactFinalizedException thrown = await Assert.ThrowsExactlyAsync<ArtifactFinalizedException>(async () => await call(artifact, world.Write("new.txt", "new")));
            Assert.AreEqual(member, thrown.MemberName);
        }
    }

    [TestMethod]
    public async Task A_finalized_draft_is_a_draft_still_and_can_be_logged()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        draft.FinalizeDraft();
        draft.Description = "Said later.";

        await world.Registry.LogAsync(draft);

        Assert.IsFalse(draft.IsDraft);
        Assert.AreEqual("Said later.", (await world.SeeAsync("data")).Description);
    }

    [TestMethod]
    public async Task A_file_that_is_still_being_written_when_the_draft_is_finalized_is_not_added()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        ArtifactFileStream late = draft.NewFile("late.txt");
        draft.FinalizeDraft();

        await Assert.ThrowsExactlyAsync<ArtifactFinalizedException>(async () => await late.DisposeAsync());

        Assert.AreEqual(1, draft.Manifest.Count);
        Assert.IsNull(late.Entry);
    }
}
