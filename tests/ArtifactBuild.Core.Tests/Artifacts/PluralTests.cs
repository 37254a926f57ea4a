using System.Globalization;
using ArtifactBuild.Content;
using ArtifactBuild.Shared;

namespace ArtifactBuild.Core.Tests.Artifacts;

[TestClass]
public sealed class PluralTests
{
    [TestMethod]
    [DataRow(0L, "0 files")]
    [DataRow(1L, "1 file")]
    [DataRow(2L, "2 files")]
    [DataRow(1234L, "1234 files")]
    public void One_alone_is_singular(long count, string text) => Assert.AreEqual(text, Plural.Text(count, "file", "files"));

    [TestMethod]
    public void A_number_is_written_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.AreEqual("1,234 files", Plural.Text(1234, "file", "files", "N0"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow(0, "0 bytes")]
    [DataRow(1, "1 byte")]
    [DataRow(0.4, "0 bytes")]
    [DataRow(0.5, "1 byte")]
    [DataRow(1023.4, "1023 bytes")]
    [DataRow(1024, "1.0 KiB")]
    public void A_size_of_one_byte_is_singular(double bytes, string text) => Assert.AreEqual(text, ByteSize.Text(bytes));
}
