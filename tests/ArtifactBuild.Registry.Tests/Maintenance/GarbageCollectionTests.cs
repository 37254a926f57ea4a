using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Runs;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Maintenance;

[TestClass]
public sealed class GarbageCollectionTests
{
    private static readonly GarbageCollectionOptions AtOnce = new() { GracePeriod = TimeSpan.Zero };

    [TestMethod]
    public async Task What_only_a_deleted_version_has_goes_and_what_others_have_stays()
    {
        await using var world = new World(new Run { Id = "r1", Entity = "acme", Project = "vision", StartedAt = DateTimeOffset.UtcNow });
        Artifact first = await world.LogAsync("data", ("a.txt", "shared"), ("b.txt", "only the first"));
        await world.Registry.UseAsync("data");
        await world.LogAsync("data", ("a.txt", "shared"), ("c.txt", "only the second"));
        await first.DeleteAsync(deleteAliases: true);

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(AtOnce);

        Assert.AreEqual("1 14 1 2 0", $"{report.DeletedBlobs} {report.DeletedBytes} {report.DeletedManifests} {report.DeletedRecords} {report.KeptYoung}");
        Assert.HasCount(2, await world.Objects.KeysAsync("blobs/"));
        Assert.HasCount(1, await world.Objects.KeysAsync("manifests/"));
        Assert.HasCount(1, await world.Objects.KeysAsync("versions/"));
        Assert.IsEmpty(await world.Objects.KeysAsync("lineage/"));
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"));
        (await seen.VerifyAsync(world.PathOf("out"))).EnsureValid();
    }

    [TestMethod]
    public async Task What_is_young_stays_for_the_grace_period()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        await first.DeleteAsync(deleteAliases: true);

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync();

        Assert.AreEqual("0 0 0 0", $"{report.DeletedBlobs} {report.DeletedManifests} {report.DeletedRecords} {report.KeptYoung}");
        Assert.HasCount(1, await world.Objects.KeysAsync("blobs/"));
    }

    [TestMethod]
    public async Task What_a_crash_left_behind_is_kept_while_it_is_young_and_goes_when_it_is_old()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        string orphan = $"blobs/sha256/ab/{new string('c', 62)}";
        await world.Objects.WriteAsync(orphan, "orphan");

        GarbageCollectionReport young = await world.Registry.GarbageCollectAsync();
        await world.Objects.AgeAsync(TimeSpan.FromDays(2), orphan);
        GarbageCollectionReport old = await world.OpenElsewhere().GarbageCollectAsync();

        Assert.AreEqual("0 1", $"{young.DeletedBlobs} {young.KeptYoung}");
        Assert.AreEqual("1 0", $"{old.DeletedBlobs} {old.KeptYoung}");
        Assert.IsFalse(await world.Objects.ExistsAsync(orphan));
    }

    [TestMethod]
    public async Task A_dry_run_says_what_would_go_and_deletes_nothing()
    {
        await using var world = new World();
        using Artifact expiring = await world.DraftAsync("old", ("o.txt", "expired"));
        expiring.TimeToLive = TimeToLive.Of(TimeSpan.FromSeconds(1));
        await world.Registry.LogAsync(expiring);
        Artifact first = await world.LogAsync("data", ("a.txt", "deleted"));
        await first.DeleteAsync(deleteAliases: true);
        world.Clock.Advance(TimeSpan.FromSeconds(1.2));
        string[] before = await world.Objects.KeysAsync();

        GarbageCollectionReport dry = await world.Registry.GarbageCollectAsync(AtOnce with { DryRun = true });
        CollectionAssert.AreEqual(before, await world.Objects.KeysAsync());
        Assert.IsTrue(await world.Registry.ExistsAsync("old"));
        GarbageCollectionReport real = await world.Registry.GarbageCollectAsync(AtOnce);

        Assert.AreEqual("acme/vision/old:v0", string.Join(' ', dry.ExpiredVersions));
        Assert.AreEqual("2 14 2 2", $"{dry.DeletedBlobs} {dry.DeletedBytes} {dry.DeletedManifests} {dry.DeletedRecords}");
        Assert.AreEqual(dry with { ExpiredVersions = [] }, real with { ExpiredVersions = [] });
        Assert.AreEqual("acme/vision/old:v0", string.Join(' ', real.ExpiredVersions));
        Assert.IsEmpty(await world.Objects.KeysAsync("blobs/"));
    }

    [TestMethod]
    public async Task A_collection_after_one_with_a_shorter_grace_period_misses_nothing()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"));
        await world.LogAsync("data", ("a.txt", "b"));
        await first.DeleteAsync(deleteAliases: true);
        await world.OpenElsewhere().GarbageCollectAsync(AtOnce);

        GarbageCollectionReport report = await world.OpenElsewhere().GarbageCollectAsync();

        Assert.AreEqual("0 0", $"{report.DeletedBlobs} {report.KeptYoung}");
    }

    [TestMethod]
    public async Task A_damaged_registry_is_not_swept()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact gone = await world.LogAsync("gone", ("b.txt", "b"));
        Artifact same = await world.LogAsync("same", ("a.txt", "a"));
        await gone.DeleteAsync(deleteAliases: true);
        await same.DeleteAsync(deleteAliases: true);
        await world.Objects.DeleteAsync($"manifests/sha256/{same.CommitHash[..2]}/{same.CommitHash[2..]}.json");

        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, () => world.OpenElsewhere().GarbageCollectAsync());

        Assert.HasCount(2, await world.Objects.KeysAsync("blobs/"));
    }

    [TestMethod]
    public async Task What_does_not_look_like_a_registry_s_own_stays()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        foreach (string name in new[] { "blobs/sha256/readme.txt", "manifests/sha256/ab/x.json", "other/file.txt" })
            await world.Objects.WriteAsync(name, "mine");

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(AtOnce);

        Assert.AreEqual(0, report.DeletedBlobs + report.DeletedManifests + report.DeletedRecords);
        Assert.IsTrue(await world.Objects.ExistsAsync("other/file.txt"));
    }

    [TestMethod]
    public async Task An_entity_that_is_called_like_the_store_s_own_folders_keeps_its_versions()
    {
        await using var world = new World();
        foreach (string entity in new[] { ".tmp", ".locks" })
        {
            using Artifact draft = await world.DraftAsync("data", ("a.txt", entity));
            await world.Registry.LogAsync(draft, entity: entity, project: ".tmp");
        }

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(AtOnce);

        Assert.AreEqual(0, report.DeletedBlobs);
        Assert.HasCount(1, await world.Registry.CollectionsAsync(entity: ".tmp", project: ".tmp").ToListAsync());
    }
}
