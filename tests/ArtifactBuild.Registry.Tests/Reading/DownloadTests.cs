using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registry.Tests.Reading;

[TestClass]
public sealed class DownloadTests
{
    [TestMethod]
    [DataRow(null, "food.txt foo/a.txt foo/b.txt x.txt")]
    [DataRow("", "food.txt foo/a.txt foo/b.txt x.txt")]
    [DataRow("foo", "food.txt foo/a.txt foo/b.txt")]
    [DataRow("foo/", "foo/a.txt foo/b.txt")]
    [DataRow("foo/b.txt", "foo/b.txt")]
    [DataRow("nothing", "")]
    public async Task A_path_prefix_is_the_beginning_of_a_text(string? prefix, string expected)
    {
        await using var world = new World();
        await world.LogAsync("data", ("foo/a.txt", "a"), ("foo/b.txt", "b"), ("food.txt", "c"), ("x.txt", "d"));

        string root = await (await world.SeeAsync("data")).DownloadAsync(world.PathOf("out"), pathPrefix: prefix);

        Assert.AreEqual(world.PathOf("out"), root);
        CollectionAssert.AreEquivalent(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), world.FilesIn("out"));
    }

    [TestMethod]
    public async Task A_download_past_the_cache_neither_asks_nor_fills_it()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b/b.txt", "b"));
        Artifact artifact = await world.SeeAsync("data");
        await artifact.GetManifestAsync();
        world.Write("out/a.txt", "x");

        await artifact.DownloadAsync(world.PathOf("out"), skipCache: true);

        CollectionAssert.AreEquivalent(new[] { "a.txt", "b/b.txt" }, world.FilesIn("out"));
        Assert.IsTrue((await artifact.VerifyAsync(world.PathOf("out"))).IsValid);
        string[] cached = [.. Directory.EnumerateDirectories(world.Folder, "cache*")
            .SelectMany(cache => Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories))
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!) + Path.GetFileName(path))];
        CollectionAssert.Contains(cached, artifact.CommitHash);
        foreach (ManifestEntry entry in artifact.Manifest.Entries)
            CollectionAssert.DoesNotContain(cached, entry.Sha256!.Value.Hex, entry.Path);
    }

    [TestMethod]
    public async Task A_download_past_the_cache_that_meets_damaged_bytes_writes_no_file()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));
        Artifact artifact = await world.SeeAsync("data");
        await artifact.GetManifestAsync();
        string sha = artifact.GetEntry("b.txt").Sha256!.Value.Hex;
        await world.Objects.WriteAsync($"blobs/sha256/{sha[..2]}/{sha[2..]}", "x");

        await Codes.AssertThrowsAsync(ArtifactCodes.DigestMismatch, () => artifact.DownloadAsync(world.PathOf("out"), skipCache: true));

        Assert.IsFalse(Directory.Exists(world.PathOf("out")));
    }

    [TestMethod]
    public async Task Right_files_are_left_alone_wrong_ones_replaced_and_others_kept()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));
        world.Write("out/a.txt", "a");
        world.Write("out/b.txt", "x");
        world.Write("out/other.txt", "other");
        File.SetLastWriteTimeUtc(world.PathOf("out/a.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await (await world.SeeAsync("data")).DownloadAsync(world.PathOf("out"));

        Assert.AreEqual(2001, File.GetLastWriteTimeUtc(world.PathOf("out/a.txt")).Year);
        Assert.AreEqual("b", File.ReadAllText(world.PathOf("out/b.txt")));
        Assert.AreEqual("a.txt b.txt other.txt", string.Join(' ', world.FilesIn("out")));
    }

    [TestMethod]
    public async Task A_reference_that_can_not_be_loaded_fails_unless_it_may_be_missing()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));
        await draft.AddReferenceAsync("other://there", "ref");
        await world.Registry.LogAsync(draft);
        Artifact seen = await world.SeeAsync("data");

        await Codes.AssertThrowsAsync(ArtifactCodes.ReferenceUnavailable, () => seen.DownloadAsync(world.PathOf("first")));
        await seen.DownloadAsync(world.PathOf("second"), allowMissingReferences: true);

        Assert.AreEqual("a.txt", string.Join(' ', world.FilesIn("second")));
    }

    [TestMethod]
    public async Task The_only_entry_is_downloaded_as_a_file()
    {
        await using var world = new World();
        await world.LogAsync("data", ("sub/a.txt", "a"));

        string path = await (await world.SeeAsync("data")).DownloadFileAsync(world.PathOf("out"));

        Assert.AreEqual(Path.Combine(world.PathOf("out"), "sub", "a.txt"), path);
        Assert.AreEqual("a", File.ReadAllText(path));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public async Task Of_none_or_many_entries_there_is_no_only_one(int count)
    {
        await using var world = new World();
        await world.LogAsync("data", [.. Enumerable.Range(0, count).Select(i => ($"{i}.txt", "a"))]);

        ArtifactException thrown = await Codes.AssertThrowsAsync(
            ArtifactCodes.EntryNotFound, async () => await (await world.SeeAsync("data")).DownloadFileAsync(world.PathOf("out")));

        Assert.AreEqual(
            $"“acme/vision/data:latest” has {count} entries, not one. Use GetEntry for one of them, or DownloadAsync for all.", thrown.Message);
    }

    [TestMethod]
    public async Task An_entry_is_downloaded_alone()
    {
        await using var world = new World();
        await world.LogAsync("data", ("sub/a.txt", "a"), ("b.txt", "b"));
        Artifact seen = await world.SeeAsync("data");
        await seen.GetManifestAsync();

        string path = await seen.GetEntry("sub/a.txt").DownloadAsync(world.PathOf("out"));

        Assert.AreEqual("a", File.ReadAllText(path));
        Assert.AreEqual("sub/a.txt", string.Join(' ', world.FilesIn("out")));
    }

    [TestMethod]
    public async Task Verifying_says_what_is_missing_different_extra_and_skipped()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c"), ("sub/d.txt", "d"));
        await draft.AddReferenceAsync("other://there", "ref");
        await world.Registry.LogAsync(draft);
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"), allowMissingReferences: true);
        VerificationResult right = await seen.VerifyAsync(world.PathOf("out"));
        File.Delete(world.PathOf("out/a.txt"));
        world.Write("out/b.txt", "x");
        world.Write("out/c.txt", "longer");
        world.Write("out/sub/extra.txt", "extra");

        VerificationResult wrong = await seen.VerifyAsync(world.PathOf("out"));

        Assert.IsTrue(right.IsValid);
        right.EnsureValid();
        Assert.AreEqual("ref", string.Join(' ', right.SkippedReferences));
        Assert.IsFalse(wrong.IsValid);
        Assert.AreEqual("missing a.txt; different b.txt, c.txt; extra sub/extra.txt", wrong.ToString());
        Assert.AreEqual("ref", string.Join(' ', wrong.SkippedReferences));
        Codes.AssertThrows(ArtifactCodes.VerificationFailed, wrong.EnsureValid);
    }

    [TestMethod]
    public async Task Verifying_a_folder_that_is_not_there_finds_everything_missing_and_downloads_nothing()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));

        VerificationResult result = await (await world.SeeAsync("data")).VerifyAsync(world.PathOf("out"));

        Assert.AreEqual("missing a.txt", result.ToString());
        Assert.IsFalse(Directory.Exists(world.PathOf("out")));
    }

    [TestMethod]
    public async Task Verifying_lists_links_to_folders_as_extra_and_does_not_follow_them()
    {
        await using var world = new World();
        await world.LogAsync("data", ("sub/a.txt", "a"));
        Artifact seen = await world.SeeAsync("data");
        await seen.DownloadAsync(world.PathOf("out"));
        world.Write("elsewhere/secret.txt", "secret");
        Directory.CreateSymbolicLink(world.PathOf("out/sub/circle"), world.PathOf("out"));
        Directory.CreateSymbolicLink(world.PathOf("out/link"), world.PathOf("elsewhere"));

        VerificationResult result = await seen.VerifyAsync(world.PathOf("out"));

        Assert.AreEqual("extra link, sub/circle", result.ToString());
    }
}
