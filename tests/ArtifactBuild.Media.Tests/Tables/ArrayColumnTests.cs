using System.IO.Compression;
using System.Text;
using ArtifactBuild.Media.Tests.Fixtures;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Tables;

[TestClass]
public class ArrayColumnTests
{
    [TestMethod]
    public void Matrices_go_into_one_file_that_any_zip_reader_reads()
    {
        using var draft = new DraftArtifact();
        string text = draft.TextOf(new Table(["é"], [[NdArray.From(new[,] { { 1f, 2f } })], [NdArray.From(new[,] { { 3f, float.PositiveInfinity } })]]));
        string path = draft.Artifact.Manifest.Entries.Single(entry => entry.Path.EndsWith(".npz", StringComparison.Ordinal)).Path;
        Assert.MatchesRegex("^media/serialized_data/[0-9a-f]{20}[.]npz$", path);
        Assert.Contains($$$"""{"params": {"serialization_path": {"key": "\u00e9", "path": "{{{path}}}"}, "shape": [1, 2]}, "wb_type": "ndarray"}""", text);
        Assert.Contains("\"data\": [[null], [null]]", text);

        using var zip = new ZipArchive(new MemoryStream(draft.BytesOf(path)));
        ZipArchiveEntry entry = zip.Entries.Single();
        Assert.AreEqual("é.npy", entry.FullName);
        Assert.AreEqual(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        using var content = new MemoryStream();
        using (Stream stream = entry.Open())
            stream.CopyTo(content);
        Assert.AreEqual(128 + 16, content.Length);
        Assert.Contains("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }", Encoding.Latin1.GetString(content.ToArray()));
        Assert.AreEqual(float.PositiveInfinity, BitConverter.ToSingle(content.ToArray(), 128 + 12));
    }

    [TestMethod]
    public void A_vector_of_150_stays_in_the_table_and_one_of_151_does_not()
    {
        using var draft = new DraftArtifact();
        Assert.DoesNotContain("npz", draft.TextOf(new Table(["v"], [[NdArray.Create<byte>(new byte[150])]]), "a"));
        Assert.Contains("npz", draft.TextOf(new Table(["v"], [[NdArray.Create<byte>(new byte[151])]]), "b"));
    }

    [TestMethod]
    public void What_can_not_be_stored_is_refused_before_a_file_is_added()
    {
        NdArray matrix = NdArray.From(new long[2, 2]);
        using var draft = new DraftArtifact();
        Refuses(new Table(["m", "v"], [[matrix, NdArray.Create([double.NaN, double.PositiveInfinity])]]), "infinity");
        Refuses(new Table(["m"], [[matrix], [null]]), "“m”", "None");
        Refuses(new Table(["m"], [[matrix], [NdArray.From(new int[2, 2])]]), "same type");
        Refuses(new Table(["m"], [[matrix], [new[] { new[] { 1, 2 }, new[] { 3, 4 } }]]), "Number[][]");
        Assert.AreEqual(0, draft.Artifact.Manifest.Count);
        Refusal.Of(() => new Table(["m"], [[matrix], [NdArray.From(new long[2, 3])]]), "Ndarray(shape:[2, 3])");
        Refusal.Of(() => new Table(["l"], [[new[] { NdArray.Create([double.PositiveInfinity]) }]]), "infinity");

        void Refuses(Table table, params string[] words) => Refusal.Of(() => draft.Artifact.Add(table, "t"), words);
    }

    [TestMethod]
    public void An_array_is_what_it_was_made_of()
    {
        NdArray array = NdArray.Create<short>([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.AreEqual("int16[2, 3]", array.ToString());
        Assert.AreEqual(6, array.Count);
        CollectionAssert.AreEqual(new object[] { (short)4, (short)5, (short)6 }, array.Rows().Last().ToArray());
        Assert.AreEqual((ulong)7, NdArray.Scalar<ulong>(7).ToList());
        Assert.IsEmpty((object?[])NdArray.Create<int>([]).ToList());
        Assert.HasCount(2, (object?[])NdArray.Create<int>([], 2, 0).ToList());
        Assert.ThrowsExactly<ArgumentException>(() => NdArray.Create<int>([1, 2, 3], 2, 2));
        Assert.ThrowsExactly<ArgumentException>(() => NdArray.Create([1m]));
        Assert.ThrowsExactly<InvalidOperationException>(() => NdArray.Create([1, 2]).Rows().ToArray());
    }

    [TestMethod]
    public void Every_element_type_is_read_back()
    {
        object[] elements = [true, (sbyte)-1, (byte)1, (short)-2, (ushort)2, -3, 3u, -4L, 4UL, (Half)0.5, 1.5f, -2.5];
        foreach (object element in elements)
        {
            var array = Array.CreateInstance(element.GetType(), 2);
            array.SetValue(element, 1);
            CollectionAssert.AreEqual(array.Cast<object>().ToArray(), (object?[])NdArray.From(array).ToList());
        }
    }
}
