using ArtifactBuild.Artifacts;
using ArtifactBuild.Registry.Tests.Support;

namespace ArtifactBuild.Registry.Tests.Logging;

[TestClass]
public sealed class IncrementalTests
{
    [TestMethod]
    public async Task It_adds_to_and_overrides_the_newest_version_and_never_removes()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));

        LogResult result = await LogAsync(world, ("b.txt", "bbb"), ("c.txt", "c"));

        Assert.AreEqual(2, result.UploadedFiles);
        Assert.AreEqual(3, result.Artifact.FileCount);
        Artifact seen = await world.SeeAsync("data:v1");
        await seen.DownloadAsync(world.PathOf("out"));
        Assert.AreEqual("a.txt b.txt c.txt", string.Join(' ', world.FilesIn("out")));
        Assert.AreEqual("bbb", File.ReadAllText(world.PathOf("out/b.txt")));
        Assert.AreEqual(5, seen.Size);
    }

    [TestMethod]
    public async Task The_digest_is_that_of_all_entries_together()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));
        using Artifact whole = await world.DraftAsync("data", ("a.txt", "a"), ("b.txt", "bbb"), ("c.txt", "c"));

        LogResult result = await LogAsync(world, ("b.txt", "bbb"), ("c.txt", "c"));

        Assert.AreEqual(whole.Digest, result.Artifact.Digest);
        Assert.AreEqual(whole.Digest, (await world.SeeAsync("data")).Digest);
        Assert.AreEqual(whole.Digest, result.Artifact.Manifest.Digest);
    }

    [TestMethod]
    public async Task What_the_newest_version_has_already_makes_no_new_one()
    {
        await using var world = new World();
        Artifact first = await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));

        LogResult result = await LogAsync(world, ("b.txt", "b"));

        Assert.IsFalse(result.IsNewVersion);
        Assert.AreEqual(first.Id, result.Artifact.Id);
        Assert.AreEqual(2, result.Artifact.FileCount);
    }

    [TestMethod]
    public async Task The_first_version_is_the_draft_alone()
    {
        await using var world = new World();

        LogResult result = await LogAsync(world, ("a.txt", "a"));

        Assert.AreEqual("v0", result.Artifact.Version);
        Assert.IsTrue(result.Artifact.Incremental);
        Assert.IsFalse((await world.SeeAsync("data")).Incremental);
    }

    [TestMethod]
    public async Task Of_twelve_that_are_logged_at_once_none_loses_what_another_added()
    {
        await using var world = new World();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => LogAsync(world, ($"{i:00}.txt", $"{i}"))));

        Artifact newest = await world.SeeAsync("data");
        Assert.AreEqual("v11", newest.Version);
        await newest.DownloadAsync(world.PathOf("out"));
        Assert.AreEqual(string.Join(' ', Enumerable.Range(0, 12).Select(i => $"{i:00}.txt")), string.Join(' ', world.FilesIn("out")));
        (await newest.VerifyAsync(world.PathOf("out"))).EnsureValid();
    }

    private static async Task<LogResult> LogAsync(World world, params (string Path, string Content)[] files)
    {
        using var draft = new Artifact("data", "dataset", world.CacheFolder) { Incremental = true };
        await World.FillAsync(draft, files);
        return await world.OpenElsewhere().LogAsync(draft);
    }
}
