using System.Collections.Immutable;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Log;

/// <summary>Which files an output has.</summary>
[TestClass]
public sealed class OutputFilesTests : IDisposable
{
    private readonly BuildFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("**/*", "a.bin a.txt sub/b.bin sub/deep/c.bin")]
    [DataRow("*.bin", "a.bin")]
    [DataRow("**/*.bin;!sub/deep/**", "a.bin sub/b.bin")]
    [DataRow("sub/**", "sub/b.bin sub/deep/c.bin")]
    [DataRow("sub/", "sub/b.bin sub/deep/c.bin")]
    [DataRow("sub/*;sub/deep/*", "sub/b.bin sub/deep/c.bin")]
    [DataRow("sub/d*/c.bin", "sub/deep/c.bin")]
    [DataRow("a.bin;./a.txt;a.bin", "a.bin a.txt")]
    [DataRow("a.bin;*.bin", "a.bin")]
    [DataRow("a.bin;a.txt;!*.txt", "a.bin")]
    [DataRow("nowhere/**;a.bin", "a.bin")]
    [DataRow("!sub/**", "a.bin a.txt")]
    public void Globs_and_names_choose(string files, string expected)
    {
        AddFiles();
        Assert.AreEqual(expected, string.Join(' ', Match("out", files)));
    }

    [TestMethod]
    public void Absolute_paths_as_items_of_targets_have_them_are_paths_below_the_root()
    {
        AddFiles();
        string root = _folder.PathOf("project/out");
        Assert.AreSequenceEqual(["a.bin", "sub/b.bin", "sub/deep/c.bin"], Match("out", $"{root}/a.bin;{root}/sub/**"));
        Assert.AreSequenceEqual(["a.bin"], Match("out/", Path.Combine(root, "a.bin")));
    }

    [TestMethod]
    [DataRow("*.none", "ART4010")]
    [DataRow("none.bin", "ART4001")]
    [DataRow("a.bin;none.bin", "ART4001")]
    [DataRow("sub", "ART4001")]
    [DataRow("a.bin;!a.bin", "ART4010")]
    [DataRow("../outside.bin", "ART1004")]
    [DataRow("sub/../../outside.bin", "ART1004")]
    [DataRow("/etc/**", "ART1004")]
    [DataRow("*;!", "ART1004")]
    public void What_is_missing_or_lies_elsewhere_is_refused(string files, string code)
    {
        AddFiles();
        _folder.Write("outside.bin", "x");
        Codes.AssertThrows(code, () => Match("out", files));
    }

    [TestMethod]
    public void A_root_that_is_not_there_has_nothing() =>
        Assert.Contains("nothing below", Codes.AssertThrows(ArtifactCodes.OutputEmpty, () => Match("nowhere", "**/*")).Message);

    [TestMethod]
    public void Only_folders_that_may_hold_a_match_are_looked_at()
    {
        AddFiles();
        // A link in a circle is an error wherever the search meets it.
        Directory.CreateSymbolicLink(_folder.PathOf("project/out/loop"), _folder.PathOf("project/out"));
        Assert.AreSequenceEqual(["sub/b.bin", "sub/deep/c.bin"], Match("out", "sub/**"));
        Assert.AreSequenceEqual(["a.bin"], Match("out", "a.bin"));
        Codes.AssertThrows(ArtifactCodes.SourceMissing, () => Match("out", "**/*"));
    }

    private void AddFiles()
    {
        foreach (string path in new[] { "a.bin", "a.txt", "sub/b.bin", "sub/deep/c.bin" })
            _folder.Write($"out/{path}", path);
    }

    private ImmutableArray<string> Match(string root, string files)
    {
        OutputItem item = BuildFolder.Item("x", ("Type", "model"), ("Root", root), ("Files", files));
        return [.. OutputFiles.Match(ArtifactOutputItem.Read(item, _folder.Settings)).Select(file => file.Path).Order(StringComparer.Ordinal)];
    }
}
