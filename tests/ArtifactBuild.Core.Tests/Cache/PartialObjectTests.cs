using ArtifactBuild.Cache;
using ArtifactBuild.Content;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Cache;

[TestClass]
public sealed class PartialObjectTests
{
    private static readonly Sha256Digest Digest = Sha256Digest.Of("a large object"u8);

    [TestMethod]
    public void A_file_beside_that_of_a_process_that_hangs_goes_with_whoever_made_it()
    {
        using var temporary = new TemporaryDirectory();
        (JobStart start, IPartialContent? first) = Open(temporary);
        using IPartialContent held = first!;
        Assert.AreEqual((JobStart.Begun, JobStart.Busy), (start, Open(temporary).Start));
        string[] files = Directory.GetFiles(temporary["partial"]);
        foreach (string file in files)
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow - TimeSpan.FromHours(1));

        (start, IPartialContent? own) = Open(temporary);
        Assert.AreEqual(JobStart.Begun, start);
        Assert.HasCount(files.Length + 1, Directory.GetFiles(temporary["partial"]));
        own!.Dispose();
        CollectionAssert.AreEquivalent(files, Directory.GetFiles(temporary["partial"]));
    }

    [TestMethod]
    public void A_file_that_another_process_can_go_on_with_stays()
    {
        using var temporary = new TemporaryDirectory();
        Open(temporary).File!.Dispose();
        Assert.IsTrue(File.Exists(temporary["partial/" + Digest.Hex]));
        using IPartialContent next = Open(temporary).File!;
        Assert.IsTrue(next.IsResumed);
    }

    private static (JobStart Start, IPartialContent? File) Open(TemporaryDirectory temporary) =>
        PartialObject.Open(temporary["partial"], temporary["objects/object"], Digest, size: 100);
}
