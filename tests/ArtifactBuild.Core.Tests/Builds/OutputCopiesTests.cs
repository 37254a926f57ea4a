using ArtifactBuild.Builds;
using ArtifactBuild.Core.Tests.Fixtures;

namespace ArtifactBuild.Core.Tests.Builds;

[TestClass]
public sealed class OutputCopiesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Work => _folder["obj"];

    private string Output => _folder["bin"];

    private string CleanFile => _folder["obj/list.txt"];

    private OutputCopies Copies => new(Work, Output);

    [TestInitialize]
    public void Prepare()
    {
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Work, "artifacts.stamp"), "stamp");
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Copies_are_in_place_until_one_of_them_or_what_they_stand_for_changes()
    {
        Record("IfDifferent", Copy("a/b.bin", "b"), Copy("c d.txt", "c"));
        Assert.AreSequenceEqual(["a/b.bin", "c d.txt"], Copies.Find("IfDifferent", CleanFile)!);
        Assert.IsNull(Copies.Find("Never", CleanFile));
        Assert.IsNull(new OutputCopies(Work, _folder["other"]).Find("IfDifferent", CleanFile));

        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"));
        File.WriteAllText(Path.Combine(Output, "a/b.bin"), "x");
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
        File.SetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"), time);
        Assert.IsNotNull(Copies.Find("IfDifferent", CleanFile));
        File.Delete(Path.Combine(Output, "c d.txt"));
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));

        Record("IfDifferent", Copy("a/b.bin", "b"));
        File.WriteAllText(Path.Combine(Work, "artifacts.stamp"), "another");
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
    }

    [TestMethod]
    public void A_copy_that_is_not_its_source_makes_the_next_build_look_again()
    {
        (string target, string source) = Copy("a.bin", "a");
        File.AppendAllText(source, "more");
        Record("IfDifferent", (target, source));
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
        Record(null, Copy("a.bin", "a"));
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
    }

    [TestMethod]
    public void What_is_not_wanted_any_more_is_deleted_unless_something_else_writes_it()
    {
        Record("IfDifferent", Copy("a.bin", "a"), Copy("b.bin", "b"), Copy("c.bin", "c"));
        IReadOnlyList<string> stuck = Copies.Record(
            "IfDifferent", new Dictionary<string, string> { ["a.bin"] = _folder["sources/a.bin"] }, [Path.Combine(Output, "b.bin")], CleanFile);
        Assert.IsEmpty(stuck);
        Assert.AreSequenceEqual(["a.bin", "b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(["a.bin"], Copies.Find("IfDifferent", CleanFile)!);

        Assert.IsEmpty(Copies.Record(null, new Dictionary<string, string>(), [], CleanFile));
        Assert.AreSequenceEqual(["b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)));
        Assert.IsFalse(File.Exists(Path.Combine(Work, "artifacts.copies")));
    }

    [TestMethod]
    public void Copies_of_another_output_are_left_alone()
    {
        Record("IfDifferent", Copy("a.bin", "a"));
        new OutputCopies(Work, _folder["other"]).Record("IfDifferent", new Dictionary<string, string>(), [], CleanFile);
        Assert.IsTrue(File.Exists(Path.Combine(Output, "a.bin")));
    }

    [TestMethod]
    public void The_list_of_what_the_build_wrote_loses_the_copies_and_a_copy_on_it_has_to_be_looked_at()
    {
        string app = Path.Combine(Output, "app.dll");
        string copy = Path.Combine(Output, "a.bin");
        File.WriteAllLines(CleanFile, [app, copy, _folder["obj/x"]]);
        Record("IfDifferent", Copy("a.bin", "a"));
        Assert.AreSequenceEqual([app, _folder["obj/x"]], File.ReadAllLines(CleanFile));
        Assert.IsNotNull(Copies.Find("IfDifferent", CleanFile));

        // Another project gave the same file for a while. MSBuild deletes it when that project does not give it any more.
        File.AppendAllLines(CleanFile, [copy]);
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
        Assert.AreSequenceEqual(["obj/list.txt"], Directory.GetFiles(Work, "list*").Select(path => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/')));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("stamp IfDifferent")]
    [DataRow("stamp IfDifferent\n{0}\n1\n")]
    [DataRow("stamp IfDifferent\n{0}\n1\n5")]
    [DataRow("stamp IfDifferent\n{0}\n1\nx y a.bin\n")]
    [DataRow("stamp IfDifferent\n{0}\n2\n1 1 a.bin\n")]
    [DataRow("stamp IfDifferent\n{0}\n1\n99999999999999999999 1 a.bin\n")]
    public void A_damaged_list_of_copies_is_none(string text)
    {
        Record("IfDifferent", Copy("a.bin", "a"));
        File.WriteAllText(
            Path.Combine(Work, "artifacts.copies"), text.Replace("{0}", Output + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        Assert.IsNull(Copies.Find("IfDifferent", CleanFile));
        Record("IfDifferent", Copy("b.bin", "b"));
        Assert.AreSequenceEqual(["b.bin"], Copies.Find("IfDifferent", CleanFile)!);
    }

    [TestMethod]
    public void A_leftover_that_cannot_be_deleted_is_told_and_tried_again()
    {
        using var disk = SmallDisk.Make(megabytes: 1);
        var copies = new OutputCopies(Work, disk.Root);
        string leftover = Path.Combine(disk.Root, "a.bin");
        File.WriteAllText(leftover, "a");
        copies.Record("IfDifferent", new Dictionary<string, string> { ["a.bin"] = leftover }, [], CleanFile);

        disk.MakeReadOnly();
        Assert.AreSequenceEqual([leftover], copies.Record("", new Dictionary<string, string>(), [], CleanFile));
        Assert.IsNull(copies.Find("", CleanFile));
        Assert.AreSequenceEqual([leftover], copies.Record("", new Dictionary<string, string>(), [], CleanFile));

        disk.MakeWritable();
        Assert.IsEmpty(copies.Record("", new Dictionary<string, string>(), [], CleanFile));
        Assert.IsFalse(File.Exists(leftover));
    }

    private void Record(string? kinds, params (string Target, string Source)[] files) =>
        Assert.IsEmpty(Copies.Record(kinds, files.ToDictionary(file => file.Target, file => file.Source), [], CleanFile));

    private (string Target, string Source) Copy(string target, string text)
    {
        string source = _folder[$"sources/{target}"];
        string copy = Path.Combine(Output, target);
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.WriteAllText(source, text);
        File.Copy(source, copy, overwrite: true);
        return (target, source);
    }
}
