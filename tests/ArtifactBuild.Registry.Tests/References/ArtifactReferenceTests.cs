using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.References;

[TestClass]
public sealed class ArtifactReferenceTests
{
    private const string OddName = "ä b/50%20?x#y&=+.txt";

    [TestMethod]
    public async Task A_reference_names_the_version_and_carries_what_protects_the_bytes()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", ("sub/a.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        ManifestEntry added = draft.AddReference(holder.GetEntry("sub/a.txt"));

        string hex = Convert.ToHexStringLower(Convert.FromBase64String(holder.Id!));
        Assert.AreEqual("a.txt", added.Path);
        Assert.AreEqual($"wandb-artifact://{hex}/sub/a.txt", added.RefTarget());
        Assert.AreEqual(holder.GetEntry("sub/a.txt").RefUrl(), added.Ref);
        Assert.AreEqual("mgNkuembtIDdJeHwKEyFVQ==", added.Digest);
        Assert.AreEqual(0, added.Size);
        Assert.AreEqual(holder.GetEntry("sub/a.txt").Sha256, added.Sha256);
        Assert.AreEqual(0, draft.Size);
    }

    [TestMethod]
    public async Task Nothing_is_sent_for_it_and_it_is_downloaded_from_the_registry()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", ("a.txt", "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        draft.AddReference(holder.GetEntry("a.txt"), "deep/b.txt");

        LogResult result = await world.Registry.LogAsync(draft);
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"));

        Assert.AreEqual(0, result.UploadedFiles);
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/deep/b.txt")));
        (await seen.VerifyAsync(world.PathOf("out"))).EnsureValid();
        Assert.IsEmpty((await seen.VerifyAsync(world.PathOf("out"))).SkippedReferences);
    }

    [TestMethod]
    public async Task Of_a_chain_the_holder_of_the_bytes_is_named()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", ("a.txt", "content"));
        using var middle = new Artifact("middle", "dataset", world.CacheFolder);
        middle.AddReference(holder.GetEntry("a.txt"), "m.txt");
        await world.Registry.LogAsync(middle);
        Artifact fetched = await world.SeeAsync("middle");
        await fetched.GetManifestAsync();
        using var end = new Artifact("end", "dataset", world.CacheFolder);

        ManifestEntry added = end.AddReference(fetched.GetEntry("m.txt"), "e.txt");
        await world.Registry.LogAsync(end);

        Assert.AreEqual(holder.GetEntry("a.txt").RefUrl(), added.Ref);
        Assert.AreEqual(holder.GetEntry("a.txt").Digest, added.Digest);
        await (await world.SeeAsync("end")).DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/e.txt")));
    }

    [TestMethod]
    public async Task A_chain_that_ends_at_a_file_elsewhere_names_the_last_artifact()
    {
        await using var world = new World();
        string uri = new Uri(world.Write("elsewhere/a b.txt", "content")).AbsoluteUri;
        using var middle = new Artifact("middle", "dataset", world.CacheFolder);
        await middle.AddReferenceAsync(uri, OddName);
        await world.Registry.LogAsync(middle);
        using var end = new Artifact("end", "dataset", world.CacheFolder);

        ManifestEntry added = end.AddReference(middle.GetEntry(OddName), "e.txt");
        await world.Registry.LogAsync(end);
        Artifact seen = await world.OpenElsewhere(allowFileReferences: true).GetAsync("end");
        await seen.DownloadAsync(world.PathOf("out"));

        Assert.AreEqual(middle.GetEntry(OddName).RefUrl(), added.Ref);
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/e.txt")));
        Assert.AreEqual("e.txt", string.Join(' ', (await seen.VerifyAsync(world.PathOf("out"))).SkippedReferences));
        world.Write("elsewhere/a b.txt", "changed");
        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => seen.DownloadAsync(world.PathOf("again")));
    }

    [TestMethod]
    public async Task Names_with_question_marks_percent_signs_number_signs_and_spaces_survive()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", (OddName, "content"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        ManifestEntry added = draft.AddReference(holder.GetEntry(OddName));
        await world.Registry.LogAsync(draft);
        await (await world.SeeAsync("data")).DownloadAsync(world.PathOf("out"));

        Assert.AreEqual("50%20?x#y&=+.txt", added.Path);
        StringAssert.EndsWith(added.Ref, "/%C3%A4%20b/50%2520%3Fx%23y%26%3D%2B.txt", StringComparison.Ordinal);
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/50%20?x#y&=+.txt")));
    }

    [TestMethod]
    public async Task The_bytes_outlive_the_version_that_held_them()
    {
        await using var world = new World();
        string large = world.PathOf("large.bin");
        byte[] content = new byte[33 * 1024 * 1024];
        content[^1] = 1;
        File.WriteAllBytes(large, content);
        using var holder = new Artifact("holder", "dataset", world.CacheFolder);
        await holder.AddFileAsync(large);
        await World.FillAsync(holder, ("a.txt", "content"), ("other.txt", "other"));
        await world.Registry.LogAsync(holder);
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        draft.AddReference(holder.GetEntry("a.txt"));
        draft.AddReference(holder.GetEntry("large.bin"));
        await world.Registry.LogAsync(draft);
        await holder.DeleteAsync(deleteAliases: true);

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero });
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"));

        Assert.AreEqual(1, report.DeletedBlobs);
        Assert.AreEqual("content", File.ReadAllText(world.PathOf("out/a.txt")));
        (await seen.VerifyAsync(world.PathOf("out"))).EnsureValid();
        CollectionAssert.AreEqual(content, File.ReadAllBytes(world.PathOf("out/large.bin")));
    }

    [TestMethod]
    public async Task An_entry_of_no_logged_artifact_can_not_be_referenced()
    {
        await using var world = new World();
        using Artifact holder = await world.DraftAsync("holder", ("a.txt", "a"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        Codes.AssertThrows(ArtifactCodes.InvalidReference, () => draft.AddReference(new ArtifactEntry(holder, holder.Manifest.Entries[0])));
    }

    [TestMethod]
    public async Task Bytes_that_are_gone_can_not_be_referenced_any_more()
    {
        await using var world = new World();
        Artifact holder = await world.LogAsync("holder", ("a.txt", "a"));
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        draft.AddReference(holder.GetEntry("a.txt"));
        await holder.DeleteAsync(deleteAliases: true);
        await world.Registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero });

        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, () => world.Registry.LogAsync(draft));

        Assert.IsFalse(await world.Registry.ExistsAsync("data"));
    }
}
