using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Model;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>Which object a name stands for, and what is fetched for it.</summary>
[TestClass]
public class GetTests
{
    [TestMethod]
    public async Task An_object_is_found_by_its_name_with_and_without_the_suffix()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogAsync("a", draft =>
        {
            draft.Add(new Html("page"), "x");
            draft.Add(new Table(["a"], [[1L]]), "x");
            draft.Add(new Html("deep"), "dir/y");
            draft.Add(new Table(["b"]), "mytable.json");
        });
        Assert.HasCount(1, (await logged.GetAsync<Table>("x"))!.Rows);
        Assert.Contains("page", (await logged.GetAsync<Html>("x"))!.Text);
        Assert.IsInstanceOfType<Table>(await logged.GetAsync("x.table.json"));
        Assert.IsInstanceOfType<Html>(await logged.GetAsync("./dir//y"));
        Assert.IsInstanceOfType<Table>(await logged.GetAsync("mytable.json"));
    }

    [TestMethod]
    public async Task A_plain_file_and_a_name_that_is_not_there_are_null()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogFilesAsync("a", ("x", "plain"u8.ToArray()), ("y.json", "{}"u8.ToArray()), ("z", []), ("z.html-file.json", "{}"u8.ToArray()));
        Assert.IsNull(await logged.GetAsync("x"));
        Assert.IsNull(await logged.GetAsync<Table>("x"));
        Assert.IsNull(await logged.GetAsync("y.json"));
        Assert.IsNull(await logged.GetAsync("nothing"));
        Assert.IsNull(await logged.GetAsync(""));
        Assert.IsNull(await logged.GetAsync("../x"));
        await ReadingRefusal.OfAsync(logged, "z");
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => logged.GetAsync(null!));
        using Artifact draft = registry.NewDraft();
        await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => draft.GetAsync("x"));
        await Assert.ThrowsExactlyAsync<ArtifactNotLoggedException>(() => draft.GetAsync<Html>("x"));
    }

    [TestMethod]
    public async Task An_object_of_another_kind_is_refused_by_its_name()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogAsync("a", draft =>
        {
            draft.Add(new Table(["a"]), "x");
            using ArtifactFileStream file = draft.NewFile("m.molecule-file.json");
            file.Write("{}"u8);
        });
        ArtifactException e = await Assert.ThrowsExactlyAsync<ArtifactException>(() => logged.GetAsync<Html>("x"));
        Assert.AreEqual(ArtifactCodes.EntryNotFound, e.Code);
        Assert.Contains("“x.table.json” of “default/uncategorized/a:latest” is of the kind table, not Html", e.Message);
        Assert.Contains("molecule-file", (await ReadingRefusal.OfAsync(logged, "m", ArtifactCodes.EntryNotFound)).Message);
    }

    [TestMethod]
    public async Task Only_what_the_object_needs_is_fetched()
    {
        await using var registry = new MediaRegistry();
        var rows = new Table(["m", "h"], [[NdArray.From(new int[2, 2]), new Html("cell")]]);
        Artifact logged = await registry.LogAsync("a", draft =>
        {
            draft.Add(rows, "t");
            draft.Add(new Table(["a"], [[1]]), "small");
            draft.Add(new Html("other"), "h");
            using ArtifactFileStream file = draft.NewFile("weights");
            file.Write(new byte[100_000]);
        });
        await logged.GetAsync("small");
        Assert.HasCount(1, registry.Cached);
        await logged.GetAsync("h");
        Assert.HasCount(3, registry.Cached);
        await logged.GetAsync<Table>("t");
        Assert.HasCount(6, registry.Cached);
        Assert.HasCount(7, logged.Manifest.Entries);
        Assert.DoesNotContain(logged.GetEntry("weights").Sha256!.Value.Hex, registry.Cached);
    }

    [TestMethod]
    public async Task Bytes_that_were_tampered_with_are_found_out()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogAsync("a", draft =>
        {
            draft.Add(new Html("page", inject: false), "h");
            draft.Add(new Table(["m"], [[NdArray.From(new int[2, 2])]]), "t");
        });
        foreach (ManifestEntry entry in logged.Manifest.Entries.Where(entry => entry.Path.StartsWith("media/", StringComparison.Ordinal)))
            Flip(registry.BlobPath(entry));
        await ReadingRefusal.OfAsync(logged, "h", ArtifactCodes.DigestMismatch);
        await ReadingRefusal.OfAsync(logged, "t", ArtifactCodes.DigestMismatch);
        Flip(registry.BlobPath(logged.GetEntry("t").Entry));
        Directory.Delete(Path.Combine(registry.Cache, "objects"), recursive: true);
        await ReadingRefusal.OfAsync(logged, "t", ArtifactCodes.DigestMismatch);
    }

    [TestMethod]
    public async Task The_old_name_of_GetEntry_is_there()
    {
        await using var registry = new MediaRegistry();
        Artifact logged = await registry.LogAsync("a", draft => draft.Add(new Html("page"), "h"));
#pragma warning disable CS0618 // That it still works is what is tested.
        Assert.AreEqual(logged.GetEntry("h"), logged.GetPath("h"));
#pragma warning restore CS0618
    }

    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllBytes(path, bytes);
    }
}
