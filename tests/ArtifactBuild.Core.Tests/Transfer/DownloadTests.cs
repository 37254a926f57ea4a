using ArtifactBuild.Artifacts;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Core.Tests.Transfer;

[TestClass]
public class DownloadTests
{
    [TestMethod]
    public async Task Every_file_appears_with_its_bytes()
    {
        await using var registry = new LocalRegistry();
        byte[] large = TestContent.Random(7, 33 * 1024 * 1024);
        string source = registry.Temporary.Write("source/sub/large.bin", large);
        registry.Temporary.Write("source/empty.bin", "");
        registry.Temporary.Write("source/.hidden/이름.txt", "text");
        using Artifact draft = registry.NewDraft();
        await draft.AddDirectoryAsync(registry.Temporary["source"]);
        await registry.Open.LogAsync(draft);

        string folder = await (await registry.Open.GetAsync("data")).DownloadAsync(registry.Temporary["out"]);

        await registry.Open.DisposeAsync();
        Assert.AreEqual(registry.Temporary["out"], folder);
        Assert.AreEqual(FolderSnapshot.Of(Path.GetDirectoryName(Path.GetDirectoryName(source))!), FolderSnapshot.Of(folder));
        Audit.Registry(registry.Folder);
        Audit.Cache(registry.Cache);
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    public async Task A_file_that_is_right_is_left_alone_a_wrong_one_replaced_an_extra_one_kept()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("right.txt", "right"), ("wrong.txt", "wrong"), ("longer.txt", "x"))).Artifact;
        string right = registry.Temporary.Write("out/right.txt", "right");
        registry.Temporary.Write("out/wrong.txt", "WRONG");
        registry.Temporary.Write("out/longer.txt", "much longer");
        registry.Temporary.Write("out/extra.txt", "extra");
        var written = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(right, written);
        using FileStream held = File.OpenRead(right);

        await logged.DownloadAsync(registry.Temporary["out"]);

        Assert.AreEqual(written, File.GetLastWriteTimeUtc(right));
        // The same file, not an equal one: what is written now is seen through the handle that was opened before.
        File.AppendAllText(right, "!");
        Assert.AreEqual(6, held.Length);
        Assert.AreEqual("wrong", File.ReadAllText(registry.Temporary["out/wrong.txt"]));
        Assert.AreEqual("x", File.ReadAllText(registry.Temporary["out/longer.txt"]));
        Assert.AreEqual("extra", File.ReadAllText(registry.Temporary["out/extra.txt"]));
    }

    [TestMethod]
    public async Task A_file_that_is_being_read_keeps_its_old_bytes_for_its_reader()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "new"))).Artifact;
        using FileStream held = File.OpenRead(registry.Temporary.Write("out/a.txt", "old"));

        await logged.DownloadAsync(registry.Temporary["out"]);

        using var reader = new StreamReader(held);
        Assert.AreEqual("old", await reader.ReadToEndAsync());
        Assert.AreEqual("new", File.ReadAllText(registry.Temporary["out/a.txt"]));
    }

    [TestMethod]
    public async Task A_prefix_is_a_text_not_a_folder()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("foo/a", "1"), ("foobar", "2"), ("other", "3"))).Artifact;

        await logged.DownloadAsync(registry.Temporary["out"], pathPrefix: "foo");

        CollectionAssert.AreEquivalent(new[] { "foo/a", "foobar" }, FilesBelow(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task A_prefix_that_nothing_has_makes_nothing()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a", "1"))).Artifact;
        await logged.DownloadAsync(registry.Temporary["out"], pathPrefix: "zzz");
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    [TestMethod]
    public async Task What_the_cache_has_needs_no_blob()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "a"))).Artifact;
        await logged.DownloadAsync(registry.Temporary["one"]);
        Directory.Delete(Path.Combine(registry.Folder, "blobs"), recursive: true);

        await (await registry.Open.GetAsync("data")).DownloadAsync(registry.Temporary["two"]);

        Assert.AreEqual("a", File.ReadAllText(registry.Temporary["two/a.txt"]));
    }

    [TestMethod]
    public async Task A_damaged_object_of_the_cache_is_fetched_again()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "good"))).Artifact;
        await logged.DownloadAsync(registry.Temporary["one"]);
        string cached = Directory.GetFiles(registry.Cache, TestContent.Sha256("good")[2..], SearchOption.AllDirectories).Single();
        File.Delete(cached);
        File.WriteAllText(cached, "evil");

        await (await registry.Open.GetAsync("data")).DownloadAsync(registry.Temporary["two"]);

        Assert.AreEqual("good", File.ReadAllText(registry.Temporary["two/a.txt"]));
        Audit.Cache(registry.Cache);
    }

    [TestMethod]
    public async Task A_folder_may_be_restored_to_several_times_at_once()
    {
        await using var registry = new LocalRegistry();
        (string, string)[] files = [.. Enumerable.Range(0, 60).Select(i => ($"d{i % 7}/f{i}.txt", $"content {i}"))];
        await registry.LogAsync("data", [], files);
        string folder = registry.Temporary["out"];

        await Parallel.ForAsync(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (_, token) =>
        {
            await using ArtifactRegistry open = registry.OpenAnother();
            using Artifact artifact = await open.GetAsync("data", token);
            await artifact.DownloadAsync(folder, cancellationToken: token);
        });

        (await (await registry.Open.GetAsync("data")).VerifyAsync(folder)).EnsureValid();
        await registry.Open.DisposeAsync();
        Audit.NoScratch(registry.Temporary.Root);
    }

    [TestMethod]
    public async Task A_cancelled_download_leaves_nothing()
    {
        await using var registry = new LocalRegistry();
        Artifact logged = (await registry.LogAsync("data", [], ("a.txt", "a"))).Artifact;
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => logged.DownloadAsync(registry.Temporary["out"], cancellationToken: new CancellationToken(canceled: true)));
        Assert.IsFalse(Directory.Exists(registry.Temporary["out"]));
    }

    private static string[] FilesBelow(string folder) => [.. Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))];
}
