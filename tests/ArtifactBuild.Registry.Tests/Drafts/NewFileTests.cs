using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Drafts;

[TestClass]
public sealed class NewFileTests
{
    [TestMethod]
    public async Task A_new_file_becomes_an_entry_when_it_is_disposed()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        ArtifactFileStream file = draft.NewFile("./sub//a.txt");
        file.Write("con"u8);
        await file.WriteAsync("tent"u8.ToArray());
        Assert.AreEqual(0, draft.Manifest.Count);
        Assert.IsNull(file.Entry);

        await file.DisposeAsync();
        await file.DisposeAsync();

        Assert.AreEqual("sub/a.txt", file.Entry!.Path);
        Assert.AreEqual(7, file.Entry.Size);
        Assert.AreEqual("mgNkuembtIDdJeHwKEyFVQ==", file.Entry.Digest);
        Assert.AreSame(file.Entry, draft.Manifest.Entries[0]);
    }

    [TestMethod]
    public async Task A_new_file_can_be_written_again_from_its_start()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        using (ArtifactFileStream file = draft.NewFile("a.txt"))
        {
            file.Write("wrong and long"u8);
            Assert.AreEqual(14, file.Length);
            Assert.AreEqual(14, file.Position);
            file.Seek(0, SeekOrigin.Begin);
            file.SetLength(0);
            file.Write("content"u8);
            file.Flush();
        }

        Assert.AreEqual("mgNkuembtIDdJeHwKEyFVQ==", draft.Manifest.Entries[0].Digest);
    }

    [TestMethod]
    public async Task A_discarded_file_is_not_added()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        using (ArtifactFileStream file = draft.NewFile("a.txt"))
        {
            file.Write("content"u8);
            file.Discard();
        }

        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task A_file_of_which_a_write_failed_is_not_added()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        await using (ArtifactFileStream file = draft.NewFile("a.txt"))
        {
            file.Write("half"u8);
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await file.WriteAsync("more"u8.ToArray(), new CancellationToken(true)));
        }

        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task What_fails_while_a_file_is_made_adds_nothing()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        InvalidOperationException thrown = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => draft.NewFileAsync("a.txt", async (file, token) =>
        {
            await file.WriteAsync("half"u8.ToArray(), token);
            throw new InvalidOperationException("No more rows.");
        }));

        Assert.AreEqual("No more rows.", thrown.Message);
        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task A_path_that_exists_is_refused_whatever_its_content_unless_it_is_overwritten()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "same"));

        Codes.AssertThrows(ArtifactCodes.DuplicatePath, () => draft.NewFile("./a.txt"));
        await using (ArtifactFileStream file = draft.NewFile("a.txt", overwrite: true))
            file.Write("other"u8);

        Assert.AreEqual(5, draft.Manifest.Entries[0].Size);
    }

    [TestMethod]
    [DataRow("../a")]
    [DataRow("/a")]
    [DataRow("")]
    public void An_unsafe_path_is_refused(string path)
    {
        using var draft = new Artifact("data", "dataset");

        Codes.AssertThrows(ArtifactCodes.UnsafePath, () => draft.NewFile(path));
    }

    [TestMethod]
    public async Task Two_files_of_one_path_that_are_written_at_once_do_not_replace_each_other()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        ArtifactFileStream first = draft.NewFile("a.txt");
        ArtifactFileStream second = draft.NewFile("a.txt");
        first.Write("first"u8);
        second.Write("second"u8);

        await first.DisposeAsync();
        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicatePath, async () => await second.DisposeAsync());

        Assert.AreEqual("first".Length, draft.Manifest.Entries[0].Size);
    }
}
