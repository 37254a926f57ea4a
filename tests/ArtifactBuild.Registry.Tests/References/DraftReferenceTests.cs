using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.References;

[TestClass]
public sealed class DraftReferenceTests
{
    [TestMethod]
    public async Task A_reference_to_a_draft_becomes_one_to_the_version_when_both_are_logged()
    {
        await using var world = new World();
        using Artifact holder = await world.DraftAsync("holder", ("a b?.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        string uri = $"wandb-client-artifact://{holder.ClientId}/a%20b%3F.txt";
        ManifestEntry added = (await draft.AddReferenceAsync(uri, "b.txt"))[0];
        string digest = draft.Digest;

        await world.Registry.LogAsync(holder);
        await world.Registry.LogAsync(draft);

        Assert.AreEqual(uri, added.Ref);
        Assert.AreEqual(0, added.Size);
        Assert.AreEqual(digest, draft.Digest);
        Artifact seen = await world.SeeAsync("data");
        await seen.GetManifestAsync();
        Assert.AreEqual(holder.GetEntry("a b?.txt").RefUrl(), seen.GetEntry("b.txt").Ref);
        await seen.DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/b.txt")));
    }

    [TestMethod]
    public async Task A_reference_to_a_draft_that_was_logged_already_is_one_to_its_version()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", ("a.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        ManifestEntry added = (await draft.AddReferenceAsync($"wandb-client-artifact://{holder.ClientId}/a.txt"))[0];

        Assert.AreEqual("a.txt", added.Path);
        Assert.AreEqual(holder.GetEntry("a.txt").RefUrl(), added.Ref);
    }

    [TestMethod]
    public async Task It_can_not_be_logged_before_the_other_one_and_can_be_afterwards()
    {
        await using var world = new World();
        using Artifact holder = await world.DraftAsync("holder", ("a.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddReferenceAsync($"wandb-client-artifact://{holder.ClientId}/a.txt");

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => world.Registry.LogAsync(draft));
        Assert.IsFalse(await world.Registry.ExistsAsync("data"));
        await world.Registry.LogAsync(holder);
        await world.Registry.LogAsync(draft);

        Assert.AreEqual("v0", draft.Version);
    }

    [TestMethod]
    [DataRow("wandb-client-artifact://unknown/a.txt")]
    [DataRow("wandb-client-artifact://unknown")]
    public async Task An_artifact_that_this_process_does_not_know_can_not_be_referenced(string uri)
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync(uri));
    }

    [TestMethod]
    public async Task An_entry_that_the_draft_does_not_have_can_not_be_referenced()
    {
        await using var world = new World();
        using Artifact holder = await world.DraftAsync("holder", ("a.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        await Codes.AssertThrowsAsync(
            ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync($"wandb-client-artifact://{holder.ClientId}/b.txt"));
    }
}
