using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Core.Tests.Fixtures;

namespace ArtifactBuild.Core.Tests.Builds;

[TestClass]
public sealed class OutputCopiesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Work => _folder["obj"];

    private string Output => _folder["bin"];

    private string CleanFile => _folder["obj/list.txt"];

    private string Stamp => _folder["obj/artifacts.stamp"];

    private string LockFile => _folder["artifacts.lock.json"];

    private RestoreEvidence Evidence => new(FileState.Of(LockFile), _folder["uses"]);

    private OutputCopies Copies => new(Work, Output);

    [TestInitialize]
    public void Prepare()
    {
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Output);
        File.WriteAllText(Stamp, "stamp");
        File.WriteAllText(Path.Combine(Work, "artifacts.folders"), $"{Directory.GetLastWriteTimeUtc(_folder.MakeFolder("objects")).Ticks} {_folder["objects"]}\n");
        File.WriteAllText(LockFile, "lock");
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Copies_are_in_place_until_one_of_them_or_what_they_stand_for_changes()
    {
        Record("inputs", Copy("a/b.bin", "b"), Copy("c d.txt", "c"));
        Assert.AreSequenceEqual(["a/b.bin", "c d.txt"], Find());
        Assert.IsNull(Copies.Find("other inputs", CleanFile));
        Assert.IsNull(new OutputCopies(Work, _folder["other"]).Find("inputs", CleanFile));

        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"));
        File.WriteAllText(Path.Combine(Output, "a/b.bin"), "x");
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        File.SetLastWriteTimeUtc(Path.Combine(Output, "a/b.bin"), time);
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        File.Delete(Path.Combine(Output, "c d.txt"));
        Assert.IsNull(Copies.Find("inputs", CleanFile));

    }

    [TestMethod]
    public void Copies_are_nothing_without_the_stamp_the_lockfile_and_the_objects_of_the_restore()
    {
        Record("two\nlines", Copy("a.bin", "b"));
        Assert.IsNotNull(Copies.Find("two\r\nlines", CleanFile));
        AssertLost(() => File.WriteAllText(LockFile, "lock!"));
        AssertLost(() => File.SetLastWriteTimeUtc(LockFile, DateTime.UtcNow.AddMinutes(1)));
        AssertLost(() => File.Delete(Stamp));
        File.WriteAllText(Stamp, "stamp");
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
        Assert.IsFalse(File.Exists(Evidence.UsesFile));
        File.WriteAllText(Evidence.UsesFile, "");
        File.SetLastWriteTimeUtc(Evidence.UsesFile, DateTime.UtcNow.AddDays(-3));
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        Assert.IsLessThan(TimeSpan.FromHours(1), DateTime.UtcNow - File.GetLastWriteTimeUtc(Evidence.UsesFile));
    }

    [TestMethod]
    public void A_copy_that_is_not_its_source_makes_the_next_build_look_again()
    {
        (string target, string source) = Copy("a.bin", "a");
        File.AppendAllText(source, "more");
        Record("inputs", (target, source));
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        Copies.Record("inputs", null, new Dictionary<string, string> { ["a.bin"] = Copy("a.bin", "a").Source }, [], CleanFile);
        Assert.IsNull(Copies.Find("inputs", CleanFile));
    }

    [TestMethod]
    public void What_is_not_wanted_any_more_is_deleted_unless_something_else_writes_it()
    {
        Record("inputs", Copy("a.bin", "a"), Copy("b.bin", "b"), Copy("c.bin", "c"));
        IReadOnlyList<string> stuck = Copies.Record(
            "inputs", Evidence, new Dictionary<string, string> { ["a.bin"] = _folder["sources/a.bin"] }, [Path.Combine(Output, "b.bin")], CleanFile);
        Assert.IsEmpty(stuck);
        Assert.AreSequenceEqual(["a.bin", "b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(["a.bin"], Find());

        Assert.IsEmpty(Copies.Record("", null, new Dictionary<string, string>(), [], CleanFile));
        Assert.AreSequenceEqual(["b.bin"], Directory.GetFiles(Output).Select(path => Path.GetFileName(path)));
        Assert.IsFalse(File.Exists(Path.Combine(Work, "artifacts.copies")));
    }

    [TestMethod]
    public void Copies_of_another_output_are_left_alone()
    {
        Record("inputs", Copy("a.bin", "a"));
        new OutputCopies(Work, _folder["other"]).Record("inputs", Evidence, new Dictionary<string, string>(), [], CleanFile);
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
    [DataRow("")]
    [DataRow("inputs")]
    [DataRow("inputs\n{0}\n{1}\nuses\n1\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\n1\na.bin")]
    [DataRow("inputs\n{0}\n{1}\nuses\n1\na.bin\nx\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\n1\na.bin\n99999999999999999999\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\n2\na.bin\n{2}\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\n0\na.bin\n{2}\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\n-1\na.bin\n{2}\n")]
    [DataRow("inputs\n{0}\n{1}\nuses\nx\na.bin\n{2}\n")]
    [DataRow("inputs\n{0}\nx\nuses\n1\na.bin\n{2}\n")]
    public void A_damaged_list_of_copies_is_none(string text)
    {
        Record("inputs", Copy("a.bin", "a"));
        WriteList("inputs\n{0}\n{1}\nuses\n1\na.bin\n{2}\n");
        Assert.IsNotNull(Copies.Find("inputs", CleanFile));
        WriteList(text);
        Assert.IsNull(Copies.Find("inputs", CleanFile));
        Record("inputs", Copy("b.bin", "b"));
        Assert.AreSequenceEqual(["b.bin"], Find());
    }

    [TestMethod]
    public void A_leftover_that_cannot_be_deleted_is_told_and_tried_again()
    {
        using var disk = SmallDisk.Make(megabytes: 1);
        var copies = new OutputCopies(Work, disk.Root);
        string leftover = Path.Combine(disk.Root, "a.bin");
        File.WriteAllText(leftover, "a");
        copies.Record("inputs", Evidence, new Dictionary<string, string> { ["a.bin"] = leftover }, [], CleanFile);

        disk.MakeReadOnly();
        Assert.AreSequenceEqual([leftover], copies.Record("", Evidence, new Dictionary<string, string>(), [], CleanFile));
        Assert.IsNull(copies.Find("", CleanFile));
        Assert.AreSequenceEqual([leftover], copies.Record("", Evidence, new Dictionary<string, string>(), [], CleanFile));

        disk.MakeWritable();
        Assert.IsEmpty(copies.Record("", Evidence, new Dictionary<string, string>(), [], CleanFile));
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
        Assert.Throws<IOException>(() => new OutputCopies(disk.Root, Output).Record("inputs", Evidence, files, [], cleanFile));
        // The one list was written and not the other one: the copies are on both, and the next build has to look.
        Assert.Throws<IOException>(() => Copies.Record("inputs", Evidence, files, [], cleanFile));
        Assert.AreSequenceEqual([copy], File.ReadAllLines(cleanFile));
        Assert.IsNull(Copies.Find("inputs", cleanFile));
        disk.MakeWritable();
    }

    private void WriteList(string text) => File.WriteAllText(
        Path.Combine(Work, "artifacts.copies"),
        text.Replace("{0}", Output + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            .Replace("{1}", FileState.Of(LockFile).ToString(), StringComparison.Ordinal)
            .Replace("{2}", $"{File.GetLastWriteTimeUtc(Path.Combine(Output, "a.bin")).Ticks}", StringComparison.Ordinal));

    private IEnumerable<string> Find()
    {
        IReadOnlyList<CopiedFile> found = Copies.Find("inputs", CleanFile)!;
        Assert.AreSequenceEqual(found.Select(copy => Path.Combine(Output, copy.Target)), found.Select(copy => copy.Path));
        return found.Select(copy => copy.Target);
    }

    private void Record(string inputs, params (string Target, string Source)[] files) =>
        Assert.IsEmpty(Copies.Record(inputs, Evidence, files.ToDictionary(file => file.Target, file => file.Source), [], CleanFile));

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
