using ArtifactBuild.Builds.Restore;

namespace ArtifactBuild.Tasks.Tests;

[TestClass]
public sealed class RestoreSummaryTests
{
    [TestMethod]
    [DataRow(0, 0L, true, 1, "Restored 1 artifact (everything was in the cache, lockfile written, 0.0 s)")]
    [DataRow(1, 2L, false, 2, "Restored 2 artifacts (1 file, 2 bytes downloaded, 0.0 s)")]
    [DataRow(1200, 2_500_000L, true, 12, "Restored 12 artifacts (1200 files, 2.4 MiB downloaded, lockfile written, 0.0 s)")]
    public void One_line_says_what_a_restore_did(int files, long bytes, bool written, int references, string line) =>
        Assert.AreEqual(line, RestoreSummary.Of(Result(files, bytes, written), references, TimeSpan.Zero));

    [TestMethod]
    public void Seconds_have_one_decimal_and_a_point() =>
        Assert.EndsWith(", 83.3 s)", RestoreSummary.Of(Result(1, 1, false), 1, TimeSpan.FromMilliseconds(83_271)));

    [TestMethod]
    [DataRow(0, "0 files")]
    [DataRow(1, "1 file")]
    [DataRow(2, "2 files")]
    public void One_alone_is_singular(int count, string text) => Assert.AreEqual(text, RestoreSummary.Count(count, "file", "files"));

    private static RestoreResult Result(int files, long bytes, bool written) => new([], null!, written, files, bytes, UpToDate: false);
}
