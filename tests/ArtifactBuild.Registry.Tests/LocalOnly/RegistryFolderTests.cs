using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries.Upkeep;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Registry.Tests.LocalOnly;

/// <summary>What a registry does in a folder that has files of the store's own.</summary>
[TestClass]
public sealed class RegistryFolderTests
{
    [TestMethod]
    public async Task A_registry_below_a_folder_of_that_name_is_seen_whole()
    {
        await using var world = new World();
        var options = new ArtifactRegistryOptions { CacheDirectory = world.CacheFolder };
        await using var registry = ArtifactRegistry.Open(world.PathOf(".tmp/registry"), options);
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await registry.LogAsync(draft);

        Assert.AreEqual("dataset", string.Join(' ', await registry.TypesAsync()));
    }

    [TestMethod]
    public async Task Deleting_many_objects_leaves_few_files_behind()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", [.. Enumerable.Range(0, 600).Select(i => ($"{i}.txt", $"{i}"))]);
        await logged.DeleteAsync(deleteAliases: true);

        GarbageCollectionReport report = await world.Registry.GarbageCollectAsync(new GarbageCollectionOptions { GracePeriod = TimeSpan.Zero });

        Assert.AreEqual(600, report.DeletedBlobs);
        Assert.IsLessThanOrEqualTo(256, Tree.Files(Path.Combine(world.Address, ".locks")).Length);
    }
}
