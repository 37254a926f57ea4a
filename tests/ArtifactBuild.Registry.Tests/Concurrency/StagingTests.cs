using System.Diagnostics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Concurrency;

[TestClass]
public sealed class StagingTests
{
    [TestMethod]
    public async Task Nothing_is_left_after_a_log_and_the_contents_are_in_the_cache()
    {
        await using var world = new World();
        using Artifact draft = await DraftAsync(world);
        Assert.AreEqual(2, Staged(world));

        await world.Registry.LogAsync(draft);

        Assert.AreEqual(0, Staged(world));
        Assert.IsTrue(File.Exists(world.PathOf($"cache/objects/sha256/{draft.GetEntry("source.txt").Sha256!.Value.Hex.Insert(2, "/")}")));
    }

    [TestMethod]
    public async Task What_is_kept_out_of_the_cache_is_not_left_either()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddFileAsync(world.Write("source.txt", "content"), skipCache: true);

        await world.Registry.LogAsync(draft);

        Assert.IsEmpty(world.FilesIn("cache"));
    }

    [TestMethod]
    public async Task Nothing_is_left_of_a_log_that_made_no_version()
    {
        await using var world = new World();
        using Artifact first = await DraftAsync(world);
        await world.Registry.LogAsync(first);
        using Artifact second = await DraftAsync(world);

        await world.Registry.LogAsync(second);

        Assert.AreEqual(first.Id, second.Id);
        Assert.AreEqual(0, Staged(world));
    }

    [TestMethod]
    public async Task Nothing_is_left_of_a_draft_that_is_disposed()
    {
        await using var world = new World();
        Artifact draft = await DraftAsync(world);
        await draft.AddDirectoryAsync(Path.GetDirectoryName(world.Write("folder/a.txt", "a"))!);

        draft.Dispose();
        draft.Dispose();

        Assert.AreEqual(0, Staged(world));
        Assert.IsFalse(Directory.Exists(world.PathOf("cache/tmp")));
    }

    [TestMethod]
    public async Task A_disposed_draft_takes_nothing_any_more()
    {
        await using var world = new World();
        Artifact draft = await DraftAsync(world);
        draft.Dispose();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => draft.AddFileAsync(world.Write("late.txt", "late")));
        Assert.Throws<ObjectDisposedException>(() => draft.NewFile("late.txt"));

        Assert.AreEqual(0, Staged(world));
    }

    [TestMethod]
    public async Task Nothing_is_left_when_something_fails_while_the_draft_is_used()
    {
        await using var world = new World();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () =>
        {
            using Artifact draft = await DraftAsync(world);
            await draft.NewFileAsync("b.txt", (_, _) => throw new InvalidOperationException());
        });

        Assert.AreEqual(0, Staged(world));
    }

    [TestMethod]
    public async Task An_add_that_fails_leaves_no_more_than_there_was()
    {
        await using var world = new World();
        using Artifact draft = await DraftAsync(world);
        world.Write("folder/a.txt", "a");
        File.CreateSymbolicLink(world.PathOf("folder/broken"), world.PathOf("nowhere"));

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => draft.AddDirectoryAsync(world.PathOf("folder")));
        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicatePath, () => draft.AddFileAsync(world.Write("other.txt", "other"), "source.txt"));
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => draft.AddFileAsync(world.Write("late.txt", "late"), cancellationToken: new CancellationToken(true)));
        await Assert.ThrowsAsync<OperationCanceledException>(() => draft.NewFileAsync("newer.txt", (_, token) => throw new OperationCanceledException(token)));

        Assert.AreEqual(2, Staged(world));
        Assert.AreEqual(2, draft.Manifest.Count);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_folder_with_a_file_that_can_not_be_read_leaves_none_of_the_others()
    {
        await using var world = new World();
        using Artifact draft = await DraftAsync(world);
        for (int i = 0; i < 20; i++)
            world.Write($"unreadable/{i}.txt", $"{i}");
        // The memory of a process can't be read from its start, not even by root.
        File.CreateSymbolicLink(world.PathOf("unreadable/memory"), "/proc/self/mem");

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => draft.AddDirectoryAsync(world.PathOf("unreadable")));

        Assert.AreEqual(2, Staged(world));
        Assert.AreEqual(2, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task What_a_killed_process_left_goes_with_the_next_run()
    {
        await using var world = new World();
        using (Process process = OtherProcess.Start("stage", world.Folder))
        {
            Assert.AreEqual("staged", await process.StandardOutput.ReadLineAsync());
            Assert.AreEqual(1, Staged(world));
            using (Artifact neighbour = await DraftAsync(world))
                Assert.AreEqual(3, Staged(world), "What a live process has must stay.");
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.AreEqual(1, Staged(world));
        using (Artifact next = await DraftAsync(world))
            Assert.AreEqual(2, Staged(world));

        Assert.AreEqual(0, Staged(world));
    }

    private static async Task<Artifact> DraftAsync(World world)
    {
        var draft = new Artifact("data", "dataset", world.CacheFolder);
        await draft.AddFileAsync(world.Write("source.txt", "content"));
        await World.FillAsync(draft, ("new.txt", "new"));
        return draft;
    }

    private static int Staged(World world) => world.FilesIn("cache/tmp").Count(file => !file.EndsWith(".lock", StringComparison.Ordinal));
}
