using ArtifactBuild.Diagnostics;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Model;

namespace ArtifactBuild.Media.Tests.Objects;

/// <summary>Under which name an object is stored, and when not.</summary>
[TestClass]
public sealed class AddTests : IDisposable
{
    private readonly DraftArtifact _draft = new();

    public void Dispose() => _draft.Dispose();

    [TestMethod]
    public void The_same_object_has_one_entry_whatever_it_is_called()
    {
        Table table = NewTable(1);
        ManifestEntry first = _draft.Artifact.Add(table, "x");
        Assert.AreSame(first, _draft.Artifact.Add(table, "y"));
        Assert.AreEqual(1, _draft.Artifact.Manifest.Count);
    }

    [TestMethod]
    public void An_object_is_added_again_after_its_entry_was_removed_or_with_overwrite()
    {
        Table table = NewTable(1);
        _draft.Artifact.Remove(_draft.Artifact.Add(table, "x"));
        Assert.AreEqual("y.table.json", _draft.Artifact.Add(table, "y").Path);
        Assert.AreEqual("z.table.json", _draft.Artifact.Add(table, "z", overwrite: true).Path);
    }

    [TestMethod]
    public void Another_object_of_equal_content_has_the_entry_that_is_there()
    {
        ManifestEntry first = _draft.Artifact.Add(NewTable(1), "x");
        int files = StagedFiles();
        Assert.AreSame(first, _draft.Artifact.Add(NewTable(1), "x.table.json"));
        Assert.AreEqual(files, StagedFiles());
        Assert.AreEqual("y.table.json", _draft.Artifact.Add(NewTable(1), "y").Path);
    }

    [TestMethod]
    public void An_object_of_other_content_needs_overwrite()
    {
        _draft.Artifact.Add(NewTable(1), "x");
        Table other = NewTable(2);
        ArtifactException e = Assert.ThrowsExactly<ArtifactException>(() => _draft.Artifact.Add(other, "x"));
        Assert.AreEqual(ArtifactCodes.DuplicatePath, e.Code);

        ManifestEntry entry = _draft.Artifact.Add(other, "x", overwrite: true);
        Assert.AreEqual("x.table.json", entry.Path);
        Assert.Contains("[[2]]", System.Text.Encoding.UTF8.GetString(_draft.BytesOf("x.table.json")));
    }

    [TestMethod]
    [DataRow("media/tables/q3.final")]
    [DataRow("./media//tables/q3.final")]
    public void Tables_of_W_and_B_s_own_folder_are_named_by_their_content(string name)
    {
        ManifestEntry entry = _draft.Artifact.Add(NewTable(1), name);
        string digits = Convert.ToHexStringLower(Convert.FromBase64String(entry.Digest))[..20];
        Assert.AreEqual($"media/tables/{digits}.final.table.json", entry.Path);
        Assert.AreSame(entry, _draft.Artifact.Add(NewTable(1), name));
        // Two contents have two names, so none is in the way of the other.
        Assert.AreNotEqual(entry.Path, _draft.Artifact.Add(NewTable(2), name).Path);
    }

    [TestMethod]
    public void Assigning_to_a_name_adds()
    {
        _draft.Artifact["dir/x"] = NewTable(1);
        Assert.IsTrue(_draft.Artifact.Manifest.TryGet("dir/x.table.json", out _));
        Assert.AreEqual(ArtifactCodes.DuplicatePath, Assert.ThrowsExactly<ArtifactException>(() => _draft.Artifact["dir/x"] = NewTable(2)).Code);
    }

    private static Table NewTable(int cell) => new(["a"], [[cell]]);

    private int StagedFiles() => Directory.EnumerateFiles(_draft.Root, "*", SearchOption.AllDirectories).Count();
}
