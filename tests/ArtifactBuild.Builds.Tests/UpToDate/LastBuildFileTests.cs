using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.UpToDate;

[TestClass]
public sealed class LastBuildFileTests : IDisposable
{
    private const string Text = "ArtifactBuild 1\nsaid\n/out/\nstamp\n/lock\n5\n7\n/uses\n1\n/objects/0a\n9\n2\na b.bin\n1\nä/c.txt\n-1\n";

    private readonly TemporaryDirectory _folder = new();

    private string FilePath => _folder[$"obj/{LastBuildFile.Name}"];

    private LastBuildFile Kept => new(_folder["obj"]);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void What_is_written_is_read_again_and_the_format_is_the_documented_one()
    {
        Assert.IsNull(Kept.Read());
        Kept.Write(Build());
        Assert.AreEqual(Text, File.ReadAllText(FilePath));
        LastBuild read = Kept.Read()!;
        Assert.AreEqual(("said", "/out/"), (read.Inputs, read.OutputDirectory));
        Assert.AreEqual(("stamp", new FileState("/lock", 5, 7), "/uses"), (read.Restore!.Stamp, read.Restore.LockFile, read.Restore.UsesFile));
        Assert.AreSequenceEqual([new FileTime("/objects/0a", 9)], read.Restore.CacheFolders);
        Assert.AreSequenceEqual([new FileTime("a b.bin", 1), new FileTime("ä/c.txt", -1)], read.Copies);

        Kept.Write(Build() with { Restore = null });
        Assert.AreEqual("ArtifactBuild 1\nsaid\n/out/\n\n2\na b.bin\n1\nä/c.txt\n-1\n", File.ReadAllText(FilePath));
        Assert.IsNull(Kept.Read()!.Restore);
        Assert.HasCount(2, Kept.Read()!.Copies);
    }

    [TestMethod]
    public void A_file_that_is_right_keeps_its_time_and_one_with_nothing_in_it_goes()
    {
        Kept.Write(Build());
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(FilePath, time);
        Kept.Write(Build());
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(FilePath));
        Kept.Write(Build() with { Inputs = "" });
        Assert.AreNotEqual(time, File.GetLastWriteTimeUtc(FilePath));

        Kept.Write(new LastBuild { Inputs = "said" });
        Assert.IsEmpty(Directory.GetFiles(_folder["obj"]));
        Kept.Write(new LastBuild());
    }

    [TestMethod]
    public void A_file_that_ends_too_early_is_none_wherever_that_is()
    {
        Kept.Write(Build());
        for (int length = 0; length < Text.Length; length++)
        {
            File.WriteAllText(FilePath, Text[..length]);
            Assert.IsNull(Kept.Read(), Text[..length]);
        }
    }

    [TestMethod]
    [DataRow("x")]
    [DataRow("\n\n\n\n\n")]
    [DataRow("{0}\n")]
    [DataRow("{0}b.bin\n1\n")]
    [DataRow("ArtifactBuild 2\nsaid\n/out/\n\n0\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\nstamp\n/lock\nx\n7\n/uses\n0\n0\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\nstamp\n/lock\n5\n7\n/uses\n-1\n0\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\nx\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n-1\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n0\na.bin\n1\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n1\na.bin\nx\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n1\na.bin\n1x\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n1\na.bin\n99999999999999999999\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n2\na.bin\n1\n")]
    [DataRow("ArtifactBuild 1\nsaid\n/out/\n\n9223372036854775807\na.bin\n1\n")]
    public void A_damaged_file_is_none_and_is_replaced(string text)
    {
        Kept.Write(Build());
        File.WriteAllText(FilePath, text.Replace("{0}", Text, StringComparison.Ordinal));
        Assert.IsNull(Kept.Read());
        Kept.Write(Build());
        Assert.AreEqual(Text, File.ReadAllText(FilePath));
    }

    private static LastBuild Build() => new()
    {
        Inputs = "said",
        OutputDirectory = "/out/",
        Restore = new RememberedRestore("stamp", new FileState("/lock", 5, 7), "/uses", [new FileTime("/objects/0a", 9)]),
        Copies = [new FileTime("a b.bin", 1), new FileTime("ä/c.txt", -1)],
    };
}
