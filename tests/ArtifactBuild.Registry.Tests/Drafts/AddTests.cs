using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media;
using ArtifactBuild.Model;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Drafts;

[TestClass]
public sealed class AddTests
{
    [TestMethod]
    public async Task A_file_is_added_under_its_own_name_or_a_given_one()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        string source = world.Write("a.txt", "content");

        ManifestEntry own = await draft.AddFileAsync(source);
        ManifestEntry given = await draft.AddFileAsync(source, "./sub//b.txt");
        ManifestEntry temporary = await draft.AddFileAsync(source, "sub/c.tar.gz", isTemporary: true);

        Assert.AreEqual("a.txt", own.Path);
        Assert.AreEqual("sub/b.txt", given.Path);
        Assert.AreEqual("sub/9a0364b9e99bb480dd25.tar.gz", temporary.Path);
        Assert.AreEqual("mgNkuembtIDdJeHwKEyFVQ==", own.Digest);
        Assert.AreEqual("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73", own.Sha256!.Value.Hex);
        Assert.AreEqual(7, own.Size);
    }

    [TestMethod]
    public async Task A_path_with_other_content_is_refused_unless_it_is_overwritten()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("a.txt", "a"));

        await draft.AddFileAsync(world.Write("same.txt", "a"), "a.txt");
        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicatePath, () => draft.AddFileAsync(world.Write("other.txt", "other"), "a.txt"));
        await draft.AddFileAsync(world.PathOf("other.txt"), "a.txt", overwrite: true);

        Assert.AreEqual(1, draft.Manifest.Count);
        Assert.AreEqual(5, draft.Size);
    }

    [TestMethod]
    public async Task A_folder_is_added_with_all_below_it_or_not_at_all()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("x/sub/b.txt", "other"));
        foreach (string name in new[] { "a.txt", ".hidden", "sub/b.txt" })
            world.Write($"folder/{name}", name);
        Directory.CreateDirectory(world.PathOf("folder/empty"));

        await Codes.AssertThrowsAsync(ArtifactCodes.DuplicatePath, () => draft.AddDirectoryAsync(world.PathOf("folder"), "x"));
        Assert.AreEqual(1, draft.Manifest.Count);
        await draft.AddDirectoryAsync(world.PathOf("folder"), "x", overwrite: true);
        IReadOnlyList<ManifestEntry> atRoot = await draft.AddDirectoryAsync(world.PathOf("folder"));

        Assert.HasCount(3, atRoot);
        Assert.AreEqual(
            ".hidden a.txt sub/b.txt x/.hidden x/a.txt x/sub/b.txt", string.Join(' ', draft.Manifest.Entries.Select(entry => entry.Path)));
    }

    [TestMethod]
    public async Task A_folder_that_holds_a_link_to_itself_is_refused()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        world.Write("folder/sub/a.txt", "a");
        Directory.CreateSymbolicLink(world.PathOf("folder/sub/circle"), world.PathOf("folder"));

        await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, () => draft.AddDirectoryAsync(world.PathOf("folder")));

        Assert.AreEqual(0, draft.Manifest.Count);
    }

    [TestMethod]
    public async Task What_is_not_there_or_of_the_other_kind_can_not_be_added()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        string file = world.Write("a.txt", "a");

        foreach (Func<Task> add in new Func<Task>[]
        {
            () => draft.AddFileAsync(world.PathOf("missing")), () => draft.AddFileAsync(world.Folder),
            () => draft.AddDirectoryAsync(world.PathOf("missing")), () => draft.AddDirectoryAsync(file),
        })
        {
            await Codes.AssertThrowsAsync(ArtifactCodes.SourceMissing, add);
        }
    }

    [TestMethod]
    public async Task A_file_is_found_again_by_the_very_text_by_which_it_was_added()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        string file = world.Write("folder/a.txt", "a");

        await draft.AddFileAsync(file, "one.txt");
        await draft.AddDirectoryAsync(world.PathOf("folder"), "x");

        Assert.AreEqual("x/a.txt", draft.GetAddedLocalPathName(file));
        Assert.IsNull(draft.GetAddedLocalPathName(Path.Combine(world.Folder, ".", "folder", "a.txt")));
        Assert.IsNull(draft.GetAddedLocalPathName("a.txt"));
    }

    [TestMethod]
    public async Task A_reference_stores_no_bytes()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        string uri = new Uri(world.Write("a.txt", "content")).AbsoluteUri;

        ManifestEntry file = (await draft.AddReferenceAsync(uri))[0];
        ManifestEntry unread = (await draft.AddReferenceAsync(uri, "unread.txt", checksum: false))[0];
        ManifestEntry tracked = (await draft.AddReferenceAsync("other://there/a", "tracked"))[0];
        await world.Registry.LogAsync(draft);

        Assert.AreEqual(("a.txt", uri, "mgNkuembtIDdJeHwKEyFVQ==", 7), (file.Path, file.RefTarget(), file.Digest, file.Size));
        Assert.AreNotEqual(file.Digest, unread.Digest);
        Assert.AreEqual("other://there/a", tracked.Digest);
        Assert.IsEmpty(await world.Objects.KeysAsync("blobs/"));
        Assert.AreEqual(14, draft.Size);
    }

    [TestMethod]
    [DataRow("no uri", "a")]
    [DataRow("other://there", null)]
    [DataRow("file:///there/is/nothing", null)]
    public async Task A_reference_that_can_not_be_made_is_refused(string uri, string? name)
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync(uri, name));
    }

    [TestMethod]
    public async Task A_folder_of_more_files_than_allowed_is_not_referenced()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        world.Write("folder/a.txt", "a");
        world.Write("folder/b.txt", "b");
        string uri = new Uri(world.PathOf("folder")).AbsoluteUri;

        await Codes.AssertThrowsAsync(ArtifactCodes.InvalidReference, () => draft.AddReferenceAsync(uri, "x", maxObjects: 1));
        await draft.AddReferenceAsync(uri, "x", maxObjects: 2);

        Assert.AreEqual("x/a.txt x/b.txt", string.Join(' ', draft.Manifest.Entries.Select(entry => entry.Path)));
    }

    [TestMethod]
    public async Task An_object_is_added_with_its_files_and_the_suffix_of_its_kind()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);

        ManifestEntry entry = draft.Add(new Html("<p>"), "page");

        Assert.AreEqual("page.html-file.json", entry.Path);
        Assert.AreEqual(2, draft.Manifest.Count);
        Assert.StartsWith("media/html/", draft.Manifest.Entries[0].Path);
        Codes.AssertThrows(ArtifactCodes.DuplicatePath, () => draft.Add(new Html("<b>"), "page"));
    }

    [TestMethod]
    public async Task An_entry_is_removed_before_a_folder_of_its_name_and_what_is_not_there_is_an_error()
    {
        await using var world = new World();
        using Artifact draft = await world.DraftAsync("data", ("x", "file"), ("x/a.txt", "a"), ("x/sub/b.txt", "b"), ("xy.txt", "c"));

        draft.Remove("./x");
        Assert.AreEqual(3, draft.Manifest.Count);
        draft.Remove("x/");
        Assert.AreEqual("xy.txt", string.Join(' ', draft.Manifest.Entries.Select(entry => entry.Path)));
        ManifestEntry last = draft.Manifest.Entries[0];
        draft.Remove(last);

        Assert.AreEqual(0, draft.Manifest.Count);
        Codes.AssertThrows(ArtifactCodes.EntryNotFound, () => draft.Remove("x"));
        Codes.AssertThrows(ArtifactCodes.EntryNotFound, () => draft.Remove(last));
    }
}
