using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.UpToDate;

[TestClass]
public sealed class BuildOutputCopiesTests : IDisposable
{
    private const string Stamp = "stamp";

    private readonly TemporaryDirectory _folder = new();

    private string Work => _folder["obj"];

    private string Output => _folder["bin"];

    private string CleanFile => _folder["obj/list.txt"];

    private LastBuildFile LastBuild => new(Work);

    private string LockFile => _folder["artifacts.lock.json"];

    private string Objects => _folder["objects"];

    private string UsesFile => _folder["uses"];

    private BuildOutputCopies Copies => new(Work, Output);

    [TestInitialize]
    public void Prepare()
    {
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Output);
        Directory.CreateDirectory(Objects);
        File.WriteAllText(LockFile, "lock");
        Restore();
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Copies_are_in_place_until_one_of_them_or_what_they_stand_for_changes()
    {
        Record("inputs", Copy("a/b.bin", "b"), Copy("c d.txt", "c"));
        Assert.AreSequenceEqual(["a/b.bin", "c d.txt"], Find());
        Assert.IsNull(Copies.Find("other inputs", CleanFile));
        Assert.IsNull(new BuildOutputCopies(Work, _folder["other"]).Find("inputs", CleanFile));

        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"));
        File.WriteAllText(Path.Combine(Output, "a/b.bin"), "x");
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        File.SetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"), time);
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        File.Delete(Path.Combine(Output, "c d.txt"));
        Assert.IsNull(Copies.Find("inputs", CleanFile));
    }

    [TestMethod]
    public void Copies_are_nothing_without_the_restore_the_lockfile_and_the_objects_that_they_are_of()
    {
        Record("two\nlines", Copy("a.bin", "b"));
        Assert.IsNotNull(Copies.Find("two\r\nlines", CleanFile));
        AssertLost(() => File.WriteAllText(LockFile, "lock!"));
        AssertLost(() => File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow.AddMinutes(1)));
        AssertLost(() => File.Delete(Path.Combine(Work, LastBuildFile.Name)));
        AssertLost(() => LastBuild.Write(LastBuild.Read()! with { Restore = null }));
        AssertLost(() => File.WriteAllText(_folder["objects/x"], ""));

        void AssertLost(Action change)
        {
            Prepare();
            Record("inputs", Copy("a.bin", "b"));
            Assert.IsNotNull(Copies.Find("inputs", CleanFile));
            change();
            Assert.IsNull(Copies.Find("inputs", CleanFile));
        }
    }

    [TestMethod]
    public void The_cache_is_told_once_a_day_that_its_objects_are_in_use()
    {
        Record("inputs", Copy("a.bin", "b"));
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        Assert.IsFalse(File.Exists(UsesFile));
        File.WriteAllText(UsesFile, "");
        File.SetLastWriteTimeUtc(UsesFile, DateTime.UtcNow.AddDays(-3));
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        Assert.IsLessThan(TimeSpan.FromHours(1), DateTime.UtcNow - File.GetLastWriteTimeUtc(UsesFile));
    }

    [TestMethod]
    public void A_copy_that_is_not_its_source_makes_the_next_build_look_again()
    {
        (string target, string source) = Copy("a.bin", "a");
        File.AppendAllText(source, "more");
        Record("inputs", (target, source));
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        Copies.Record("inputs", "", new Dictionary<string, string> { ["a.bin"] = Copy("a.bin", "a").Source }, [], CleanFile);
        Assert.IsNull(Copies.Find("inputs", CleanFile));
    }

    [TestMethod]
    public void What_is_not_wanted_any_more_is_deleted_unless_something_else_writes_it()
    {
        Record("inputs", Copy("a.bin", "a"), Copy("b.bin", "b"), Copy("c.bin", "c"));
        IReadOnlyList<string> stuck = Copies.Record(
            "inputs", Stamp, new Dictionary<string, string> { ["a.bin"] = _folder["sources/a.bin"] }, [Path.Combine(Output, "b.bin")], CleanFile);
        Assert.IsEmpty(stuck);
        Assert.AreSequenceEqual(["a.bin", "b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(["a.bin"], Find());

        Assert.IsEmpty(Copies.Record("", null, new Dictionary<string, string>(), [], CleanFile));
        Assert.AreSequenceEqual(["b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)));
        Assert.IsFalse(File.Exists(Path.Combine(Work, LastBuildFile.Name)));
    }

    [TestMethod]
    public void Copies_of_a_restore_that_another_build_replaced_have_to_be_looked_at()
    {
        (string target, string source) = Copy("a.bin", "a");
        Restore("another");
        Record("inputs", (target, source));
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        Assert.AreEqual("another", LastBuild.Read()!.Restore!.Stamp);
        Assert.AreSequenceEqual(["a.bin"], LastBuild.Read()!.Copies.Select(copy => copy.Path));
    }

    [TestMethod]
    public void A_restore_that_copies_nothing_is_remembered_too()
    {
        Record("inputs");
        Assert.IsEmpty(Find());
        Assert.IsEmpty(Copies.Record("", null, new Dictionary<string, string>(), [], CleanFile));
        Assert.IsNull(LastBuild.Read());
    }

    [TestMethod]
    public void Lists_of_the_version_before_are_read_once_for_what_is_to_be_deleted()
    {
        Record("inputs", Copy("a.bin", "a"), Copy("b.bin", "b"));
        LastBuild.Write(new LastBuild());
        string header = $"inputs\n{Output}{Path.DirectorySeparatorChar}\n4 1 {LockFile}\n{UsesFile}\n2\n";
        File.WriteAllText(Path.Combine(Work, "artifacts.copies"), $"{header}a.bin\n1\nb.bin\n1\n");
        File.WriteAllText(Path.Combine(Work, "artifacts.stamp"), "");
        File.WriteAllText(Path.Combine(Work, "artifacts.folders"), "");
        Assert.IsNull(Copies.Find("inputs", CleanFile));

        Restore();
        Record("inputs", ("b.bin", _folder["sources/b.bin"]));
        Assert.AreSequenceEqual(["b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)));
        Assert.AreSequenceEqual([LastBuildFile.Name], Directory.GetFiles(Work).Select(path => Path.GetFileName(path)));
        Assert.AreSequenceEqual(["b.bin"], Find());
    }

    [TestMethod]
    public void Copies_of_another_output_are_left_alone()
    {
        Record("inputs", Copy("a.bin", "a"));
        new BuildOutputCopies(Work, _folder["other"]).Record("inputs", Stamp, new Dictionary<string, string>(), [], CleanFile);
        Assert.IsTrue(File.Exists(Path.Combine(Output, "a.bin")));
    }

    [TestMethod]
    public void The_list_of_what_the_build_wrote_loses_the_copies_and_a_copy_on_it_has_to_be_looked_at()
    {
        string app = Path.Combine(Output, "app.dll");
        string copy = Path.Combine(Output, "a.bin");
        File.WriteAllLines(CleanFile, [app, copy, _folder["obj/x"]]);
        Record("inputs", Copy("a.bin", "a"));
        Assert.AreSequenceEqual([app, _folder["obj/x"]], File.ReadAllLines(CleanFile));
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));

        // Another project gave the same file for a while. MSBuild deletes it when that project does not give it any more.
        File.AppendAllLines(CleanFile, [copy]);
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        Assert.AreSequenceEqual(["obj/list.txt"], Directory.GetFiles(Work, "list*").Select(path => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/')));
    }

    [TestMethod]
    public void A_leftover_that_cannot_be_deleted_is_told_and_tried_again()
    {
        using var disk = SmallDisk.Make(megabytes: 1);
        var copies = new BuildOutputCopies(Work, disk.Root);
        string leftover = Path.Combine(disk.Root, "a.bin");
        File.WriteAllText(leftover, "a");
        copies.Record("inputs", Stamp, new Dictionary<string, string> { ["a.bin"] = leftover }, [], CleanFile);

        disk.MakeReadOnly();
        Assert.AreSequenceEqual([leftover], copies.Record("", Stamp, new Dictionary<string, string>(), [], CleanFile));
        Assert.IsNull(copies.Find("", CleanFile));
        Assert.AreSequenceEqual([leftover], copies.Record("", Stamp, new Dictionary<string, string>(), [], CleanFile));

        disk.MakeWritable();
        Assert.IsEmpty(copies.Record("", Stamp, new Dictionary<string, string>(), [], CleanFile));
        Assert.IsFalse(File.Exists(leftover));
    }

    [TestMethod]
    public void A_list_that_cannot_be_written_leaves_the_copies_on_MSBuilds()
    {
        using var disk = SmallDisk.Make(megabytes: 1);
        string copy = Path.Combine(Output, "a.bin");
        string cleanFile = Path.Combine(disk.Root, "list.txt");
        File.WriteAllLines(cleanFile, [copy]);
        var files = new Dictionary<string, string> { ["a.bin"] = Copy("a.bin", "a").Source };
        disk.MakeReadOnly();
        Assert.Throws<IOException>(() => new BuildOutputCopies(disk.Root, Output).Record("inputs", Stamp, files, [], cleanFile));
        // The one list was written and not the other one: the copies are on both, and the next build has to look.
        Assert.Throws<IOException>(() => Copies.Record("inputs", Stamp, files, [], cleanFile));
        Assert.AreSequenceEqual([copy], File.ReadAllLines(cleanFile));
        Assert.IsNull(Copies.Find("inputs", cleanFile));
        disk.MakeWritable();
    }

    private void Restore(string stamp = Stamp) => LastBuild.Write((LastBuild.Read() ?? new LastBuild()) with
    {
        Restore = new RememberedRestore(
            stamp, FileState.Of(LockFile), UsesFile, [new FileTime(Objects, FileTime.TicksOf(Objects))]),
    });

    private IEnumerable<string> Find()
    {
        IReadOnlyList<CopiedFile> found = Copies.Find("inputs", CleanFile)!;
        Assert.AreSequenceEqual(found.Select(copy => Path.Combine(Output, copy.Target)), found.Select(copy => copy.Path));
        return found.Select(copy => copy.Target);
    }

    private void Record(string inputs, params (string Target, string Source)[] files) =>
        Assert.IsEmpty(Copies.Record(inputs, Stamp, files.ToDictionary(file => file.Target, file => file.Source), [], CleanFile));

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
