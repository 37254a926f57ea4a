using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media;
using ArtifactBuild.Registry.Tests.Support;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Reading;

[TestClass]
public sealed class EntryTests
{
    [TestMethod]
    public async Task An_entry_is_found_by_its_path()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("sub/a.txt", "content"));

        ArtifactEntry entry = logged.GetEntry("./sub//a.txt");

        Assert.AreEqual("sub/a.txt", entry.Path);
        Assert.AreEqual("mgNkuembtIDdJeHwKEyFVQ==", entry.Digest);
        Assert.AreEqual(7, entry.Size);
        Assert.IsFalse(entry.IsReference);
        Assert.IsNull(entry.Ref);
        Assert.IsEmpty(entry.Extra);
        Assert.AreSame(logged, entry.Artifact);
        Assert.Throws<InvalidOperationException>(() => entry.RefTarget());
        Assert.StartsWith("wandb-artifact://", entry.RefUrl());
    }

    [TestMethod]
    [DataRow("sub")]
    [DataRow("sub/b.txt")]
    [DataRow("SUB/a.txt")]
    [DataRow("")]
    public async Task A_path_of_no_entry_is_an_error(string path)
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("sub/a.txt", "a"));

        Codes.AssertThrows(ArtifactCodes.EntryNotFound, () => logged.GetEntry(path));
    }

    [TestMethod]
    public async Task An_object_is_found_without_the_suffix_of_its_kind()
    {
        await using var world = new World();
        using var draft = new Artifact("data", "dataset", world.CacheFolder);
        draft.Add(new Html("<p>"), "page");
        await world.Registry.LogAsync(draft);
        Artifact seen = await world.SeeAsync("data");
        await seen.GetManifestAsync();

        Assert.AreEqual("page.html-file.json", seen.GetEntry("page").Path);
        Assert.AreEqual("page.html-file.json", seen.GetEntry("page.html-file.json").Path);
    }

    [TestMethod]
    public async Task The_entries_are_listed_in_code_point_order()
    {
        await using var world = new World();
        await world.LogAsync("data", ("b.txt", "b"), ("a/c.txt", "c"), ("\U0001F600.txt", "d"), ("\uFF5E.txt", "e"));
        Artifact seen = await world.SeeAsync("data");

        List<ArtifactEntry> entries = await seen.Files().ToListAsync();

        Assert.AreEqual("a/c.txt b.txt \uFF5E.txt \U0001F600.txt", string.Join(' ', entries.Select(entry => entry.Path)));
        Assert.IsTrue(entries.TrueForAll(entry => ReferenceEquals(entry.Artifact, seen)));
        Assert.AreEqual(4, await seen.Files().CountAsync());
    }

    [TestMethod]
    public async Task Only_the_entries_that_are_named_are_listed_and_counted()
    {
        await using var world = new World();
        await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"), ("sub/c.txt", "c"));
        ArtifactFiles files = (await world.SeeAsync("data")).Files(["b.txt", "./sub//c.txt", "b.txt", "missing.txt", "sub"]);

        List<ArtifactEntry> entries = await files.ToListAsync();

        Assert.AreEqual("b.txt sub/c.txt", string.Join(' ', entries.Select(entry => entry.Path)));
        Assert.AreEqual(2, await files.CountAsync());
    }

    [TestMethod]
    public async Task Counting_without_names_fetches_no_manifest()
    {
        await using var world = new World();
        Artifact logged = await world.LogAsync("data", ("a.txt", "a"), ("b.txt", "b"));
        Artifact seen = await world.SeeAsync("data");
        await world.Objects.DeleteAsync("manifests/");

        Assert.AreEqual(2, await seen.Files().CountAsync());
        Assert.AreEqual(1, await logged.Files(["a.txt"]).CountAsync());
    }
}
