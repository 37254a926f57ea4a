using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Tests.Fixtures;
using ArtifactBuild.Builds.UpToDate;
using ArtifactBuild.Cache;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.UpToDate;

/// <summary>What a restore knows from the build before. Each of these builds made its copies, as far as it said.</summary>
[TestClass]
public sealed class RestoreMemoryTests : IAsyncDisposable
{
    private readonly LocalRegistry _registry = new();
    private readonly BuildProject _app;

    public RestoreMemoryTests() => _app = new BuildProject(_registry).Refer("model");

    private LastBuildFile Kept => new(_app.Request().WorkDirectory);

    private string KeptPath => Path.Combine(_app.Request().WorkDirectory, LastBuildFile.Name);

    [TestInitialize]
    public Task LogAsync() => _registry.LogAsync("model", [], ("a.bin", "a"), ("b.bin", "b"));

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [TestMethod]
    public async Task A_restore_is_remembered_and_one_that_finds_it_so_writes_nothing()
    {
        string? stamp = await RestoreAndCopyAsync();
        RememberedRestore remembered = Kept.Read()!.Restore!;
        Assert.AreEqual((stamp, FileState.Of(_app.LockFile)), (remembered.Stamp, remembered.LockFile));
        Assert.IsTrue(File.Exists(remembered.UsesFile));
        Assert.IsTrue(CacheFolders.AreUntouched(remembered.CacheFolders));
        Assert.IsNotEmpty(remembered.CacheFolders);

        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(KeptPath, time);
        RestoreResult again = await _app.RestoreAsync();
        Assert.AreEqual((true, stamp), (again.UpToDate, again.Stamp));
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(KeptPath));
    }

    [TestMethod]
    public async Task The_copies_stay_listed_when_a_restore_brings_other_files_but_are_to_be_looked_at()
    {
        string? stamp = await RestoreAndCopyAsync();
        await _registry.LogAsync("model", [], ("c.bin", "c"));
        RestoreResult updated = await _app.UpdateAsync();
        Assert.AreNotEqual(stamp, updated.Stamp);
        LastBuild last = Kept.Read()!;
        Assert.AreEqual((updated.Stamp, ""), (last.Restore!.Stamp, last.Inputs));
        Assert.AreSequenceEqual(["a.bin"], last.Copies.Select(copy => copy.Path));
    }

    [TestMethod]
    public async Task A_lockfile_that_was_only_touched_and_a_folder_that_got_another_object_leave_the_copies_in_place()
    {
        await RestoreAndCopyAsync();
        File.SetLastWriteTimeUtc(_app.LockFile, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        RememberedRestore before = Kept.Read()!.Restore!;
        File.WriteAllText(Path.Combine(before.CacheFolders[0].Path, "other"), "");
        Directory.SetLastWriteTimeUtc(before.CacheFolders[0].Path, DateTime.UnixEpoch);
        Assert.IsTrue((await _app.RestoreAsync()).UpToDate);
        LastBuild last = Kept.Read()!;
        Assert.AreEqual("said", last.Inputs);
        Assert.AreEqual(FileState.Of(_app.LockFile), last.Restore!.LockFile);
        Assert.IsTrue(CacheFolders.AreUntouched(last.Restore.CacheFolders));
    }

    [TestMethod]
    [DataRow("object")]
    [DataRow("generation")]
    [DataRow("memory")]
    [DataRow("half")]
    public async Task What_is_gone_makes_one_full_restore(string gone)
    {
        string? stamp = await RestoreAndCopyAsync();
        string path = gone switch
        {
            "object" => (await _app.RestoreAsync()).Files[0].Source,
            "generation" => Path.Combine(_app.Cache, "objects", "generation"),
            _ => KeptPath,
        };
        if (gone == "half")
            File.WriteAllText(path, File.ReadAllText(path)[..^4]);
        else
            File.Delete(path);

        RestoreResult restored = await _app.RestoreAsync();
        Assert.IsFalse(restored.UpToDate);
        Assert.AreEqual("a", File.ReadAllText(restored.Files[0].Source));
        Assert.AreEqual(gone != "generation", restored.Stamp == stamp);
        Assert.IsTrue((await _app.RestoreAsync()).UpToDate);
    }

    [TestMethod]
    public async Task An_object_that_was_written_in_place_is_found_out()
    {
        await RestoreAndCopyAsync();
        string path = (await _app.RestoreAsync()).Files[0].Source;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, "other");
        RestoreResult restored = await _app.RestoreAsync();
        Assert.IsFalse(restored.UpToDate);
        Assert.AreEqual("a", File.ReadAllText(restored.Files[0].Source));
    }

    [TestMethod]
    public async Task A_lockfile_with_the_same_text_elsewhere_is_another_one()
    {
        await RestoreAndCopyAsync();
        RestoreRequest request = _app.Request();
        var there = new RestoreMemory(request, new ArtifactCache(_app.Cache));
        var elsewhere = new RestoreMemory(
            new RestoreRequest(request.Settings, request.References, request.LockFile + ".copy", request.WorkDirectory), new ArtifactCache(_app.Cache));
        string text = File.ReadAllText(request.LockFile);
        Assert.IsTrue(there.IsCurrent(text));
        Assert.IsFalse(elsewhere.IsCurrent(text));
    }

    [TestMethod]
    public async Task A_restore_that_cannot_be_remembered_is_a_restore_all_the_same()
    {
        Directory.CreateDirectory(KeptPath);
        for (int i = 0; i < 2; i++)
        {
            RestoreResult restored = await _app.RestoreAsync();
            Assert.HasCount(2, restored.Files);
            Assert.IsFalse(restored.UpToDate);
        }

        Assert.AreSequenceEqual([KeptPath], Directory.GetFileSystemEntries(_app.Request().WorkDirectory));
    }

    private async Task<string?> RestoreAndCopyAsync()
    {
        RestoreResult result = await _app.RestoreAsync();
        Assert.IsNotNull(result.Stamp);
        Kept.Write(Kept.Read()! with { Inputs = "said", OutputDirectory = "/out/", Copies = [new FileTime("a.bin", 1)] });
        return result.Stamp;
    }
}
