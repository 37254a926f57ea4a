using ArtifactBuild.Builds.Restore;

namespace ArtifactBuild.Builds.Tests.Restore;

[TestClass]
public sealed class RestoreSummaryTests
{
    [TestMethod]
    [DataRow(0, 0L, true, 1, "Restored 1 artifact (everything was in the cache, lockfile written, 0.0 s)")]
    [DataRow(1, 2L, false, 2, "Restored 2 artifacts (1 file, 2 bytes downloaded, 0.0 s)")]
    [DataRow(1200, 2_500_000L, true, 12, "Restored 12 artifacts (1200 files, 2.4 MiB downloaded, lockfile written, 0.0 s)")]
    public void One_line_says_what_a_build_restored(int files, long bytes, bool written, int references, string line) =>
        Assert.AreEqual(line, RestoreSummary.OfBuild(Result(files, bytes, written), references, TimeSpan.Zero));

    [TestMethod]
    public void Seconds_have_one_decimal_and_a_point() =>
        Assert.EndsWith(", 83.3 s)", RestoreSummary.OfBuild(Result(1, 1, false), 1, TimeSpan.FromMilliseconds(83_271)));

    [TestMethod]
    [DataRow(1, 0, 0L, "Restored 1 lockfile (everything was in the cache)")]
    [DataRow(2, 1, 1L, "Restored 2 lockfiles (1 file, 1 byte downloaded)")]
    public void One_line_says_what_the_tool_restored(int lockfiles, int files, long bytes, string line) =>
        Assert.AreEqual(line, RestoreSummary.OfLockfiles(lockfiles, files, bytes));

    private static RestoreResult Result(int files, long bytes, bool written) => new([], null!, written, files, bytes, UpToDate: false);
}
