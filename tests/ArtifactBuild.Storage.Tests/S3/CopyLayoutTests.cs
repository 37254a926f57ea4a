using ArtifactBuild.Storage.S3;

namespace ArtifactBuild.Storage.Tests.S3;

[TestClass]
public class CopyLayoutTests
{
    private const long MiB = 1024 * 1024;
    private const long GiB = 1024 * MiB;
    private const string Md5 = "5d41402abc4b2a76b9719d911017c592";

    [TestMethod]
    [DataRow(Md5, 0)]
    [DataRow(Md5 + "-1", 1)]
    [DataRow(Md5 + "-10000", 10_000)]
    [DataRow("a-b", 0)]
    [DataRow("-1", 0)]
    public void The_number_of_parts_stands_at_the_end_of_an_etag(string etag, int parts) => Assert.AreEqual(parts, CopyLayout.PartsOf(etag));

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L)]
    [DataRow(5 * MiB)]
    [DataRow(5 * MiB + 1)]
    [DataRow(32 * MiB)]
    [DataRow(256 * MiB)]
    [DataRow(256 * MiB + 1)]
    [DataRow(100 * GiB)]
    [DataRow(5 * 1024 * GiB)]
    public void Each_copy_has_another_number_of_parts_than_the_one_before(long size)
    {
        int parts = 0;
        for (int touch = 0; touch < 5; touch++)
        {
            if (CopyLayout.PartSizeOf(size, parts == 0 ? Md5 : $"{Md5}-{parts}") is not long partSize)
            {
                Assert.IsLessThanOrEqualTo(5 * MiB, size);
                Assert.AreEqual(1, parts, "what can't be copied again was copied once");
                parts = 0;
                continue;
            }

            int count = (int)Math.Max(1, (size + partSize - 1) / partSize);
            Assert.AreNotEqual(parts, count);
            Assert.IsInRange(1, 10_000, count);
            Assert.IsTrue(count == 1 || partSize >= 5 * MiB, $"{count} parts of {partSize}");
            Assert.IsLessThanOrEqualTo(5 * GiB, partSize);
            parts = count;
        }
    }
}
