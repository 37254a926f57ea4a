using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registry.Tests.Reading;

[TestClass]
public sealed class CheckoutTests
{
    [TestMethod]
    public async Task Other_files_and_empty_folders_go()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("sub/b.txt", "b"));
        world.Write("out/a.txt", "old");
        world.Write("out/other.txt", "other");
        world.Write("out/sub/other.txt", "other");
        world.Write("out/deep/er/other.txt", "other");
        Directory.CreateDirectory(world.PathOf("out/empty/er"));

        string root = await (await world.SeeAsync("data")).CheckoutAsync(world.PathOf("out"));

        Assert.AreEqual(world.PathOf("out"), root);
        Assert.AreEqual("a.txt sub/b.txt", string.Join(' ', world.FilesIn("out")));
        Assert.AreEqual("a", File.ReadAllText(world.PathOf("out/a.txt")));
        Assert.HasCount(1, Directory.GetDirectories(world.PathOf("out")));
    }

    [TestMethod]
    public async Task What_was_a_file_may_be_a_folder_in_the_next_version_and_the_other_way_round()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a", "a"), ("b/c.txt", "c"));
        await world.LogAsync("data", ("a/c.txt", "c"), ("b", "b"));
        string root = world.PathOf("out");

        await (await world.SeeAsync("data:v0")).CheckoutAsync(root);
        await (await world.SeeAsync("data:v1")).CheckoutAsync(root);
        Assert.AreEqual("a/c.txt b", string.Join(' ', world.FilesIn("out")));
        await (await world.SeeAsync("data:v0")).CheckoutAsync(root);

        Assert.AreEqual("a b/c.txt", string.Join(' ', world.FilesIn("out")));
    }

    [TestMethod]
    public async Task Links_go_and_what_they_lead_to_stays()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("sub/b.txt", "b"));
        string file = world.Write("elsewhere/file.txt", "mine");
        Directory.CreateDirectory(world.PathOf("out"));
        File.CreateSymbolicLink(world.PathOf("out/link.txt"), file);
        File.CreateSymbolicLink(world.PathOf("out/a.txt"), file);
        File.CreateSymbolicLink(world.PathOf("out/broken"), world.PathOf("nowhere"));
        Directory.CreateSymbolicLink(world.PathOf("out/folder"), world.PathOf("elsewhere"));
        Directory.CreateSymbolicLink(world.PathOf("out/sub"), world.PathOf("elsewhere"));

        await (await world.SeeAsync("data")).CheckoutAsync(world.PathOf("out"));

        Assert.AreEqual("mine", File.ReadAllText(file));
        Assert.AreEqual("file.txt", string.Join(' ', world.FilesIn("elsewhere")));
        Assert.AreEqual("a.txt sub/b.txt", string.Join(' ', world.FilesIn("out")));
        Assert.IsNull(new FileInfo(world.PathOf("out/a.txt")).LinkTarget);
        Assert.IsNull(new DirectoryInfo(world.PathOf("out/sub")).LinkTarget);
    }

    [TestMethod]
    public async Task An_empty_artifact_leaves_an_empty_folder()
    {
        await using var world = new World();
        await world.LogAsync("data");
        world.Write("full/other.txt", "other");
        Artifact seen = await world.SeeAsync("data");

        await seen.CheckoutAsync(world.PathOf("full"));
        await seen.CheckoutAsync(world.PathOf("new"));

        Assert.IsEmpty(world.FilesIn("full"));
        Assert.IsEmpty(world.FilesIn("new"));
    }

    [TestMethod]
    public async Task A_repository_and_a_link_are_refused()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        Artifact seen = await world.SeeAsync("data");
        Directory.CreateDirectory(world.PathOf("repository/.git"));
        world.Write("worktree/.git", "gitdir: elsewhere");
        world.Write("real/mine.txt", "mine");
        Directory.CreateSymbolicLink(world.PathOf("link"), world.PathOf("real"));

        foreach (string root in new[] { "repository", "worktree", "link", "link/" })
            await Codes.AssertThrowsAsync(ArtifactCodes.NotExpendable, () => seen.CheckoutAsync(world.PathOf(root)));

        Assert.AreEqual("mine.txt", string.Join(' ', world.FilesIn("real")));
        Assert.IsTrue(Directory.Exists(world.PathOf("repository/.git")));
    }

    // Asked without a checkout, which would empty the home of whoever runs a test that fails.
    [TestMethod]
    public async Task A_drive_and_the_home_are_refused_by_whatever_path()
    {
        await using var world = new World();
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string drive = Path.GetPathRoot(home)!;
        Directory.CreateSymbolicLink(world.PathOf("drive"), drive);
        string homeThroughLink = Path.Combine(world.PathOf("drive"), Path.GetRelativePath(drive, home));

        foreach (string root in new[] { drive, home, Path.GetDirectoryName(home) ?? home, home + Path.DirectorySeparatorChar, homeThroughLink })
            Codes.AssertThrows(ArtifactCodes.NotExpendable, () => Checkout.EnsureExpendable(root));
        Checkout.EnsureExpendable(Path.Combine(home, "a-folder-of-its-own"));
    }

    [TestMethod]
    public async Task Nothing_is_deleted_when_the_bytes_can_not_be_had()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"));
        world.Write("out/other.txt", "other");
        Artifact seen = await world.SeeAsync("data");
        await world.Objects.DeleteAsync("blobs/");

        await Codes.AssertThrowsAsync(ArtifactCodes.ObjectMissing, () => seen.CheckoutAsync(world.PathOf("out")));

        Assert.AreEqual("other.txt", string.Join(' ', world.FilesIn("out")));
    }
}
