using System.IO.Compression;
using System.Text;
using ArtifactBuild.Media.Reading;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Tests.Reading;

/// <summary>Files of arrays: what NumPy may write is read, everything else is refused.</summary>
[TestClass]
public class HostileArrayTests
{
    private const string Header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }  \n";

    private static readonly byte[] Elements = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0];

    public static IEnumerable<(byte[] File, string Reason)> Malformed =>
    [
        ([], "damaged"),
        ([.. Enumerable.Repeat((byte)0x50, 100)], "damaged"),
        (Zip(Npy(Header, Elements))[..^10], "damaged"),
        (Zip(Npy(Header, Elements), "other.npy"), "0 arrays"),
        (Zip(Npy(Header, Elements), "k.npy", "k.npy"), "2 arrays"),
        (Zip([1, 2, 3]), "damaged"),
        (Zip([.. "\x93NUMPY"u8, 1, 0, 0, 0]), "no NumPy array"),
        (Zip([0x93, .. "NUMPY"u8, 9, 0, 0, 0]), "no NumPy array"),
        (Zip([0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0xff]), "header"),
        (Zip(Npy("{}", Elements)), "header"),
        (Zip(Npy(Header.Replace("<i2", "|O", StringComparison.Ordinal), Elements)), "“|O”"),
        (Zip(Npy(Header.Replace("<i2", "<c16", StringComparison.Ordinal), Elements)), "“<c16”"),
        (Zip(Npy(Header.Replace("(2, 3)", "(2, 2)", StringComparison.Ordinal), Elements)), "not [2, 3]"),
        (Zip(Npy(Header.Replace("(2, 3)", "(6,)", StringComparison.Ordinal), Elements)), "not [2, 3]"),
        (Zip(Npy(Header, Elements[..^1])), "damaged"),
        (Zip(Npy(Header, [.. Elements, 0])), "longer"),
    ];

    [TestMethod]
    [DynamicData(nameof(Malformed))]
    public void What_is_no_file_of_those_arrays_is_refused(byte[] file, string reason) =>
        Assert.Contains(reason, Assert.ThrowsExactly<FormatException>(() => Read(file, 2, 3)).Message);

    [TestMethod]
    public void Both_byte_orders_both_orders_of_elements_and_all_versions_are_read()
    {
        byte[] plain = Zip(Npy(Header, Elements));
        byte[] stored = Zip(CompressionLevel.NoCompression, Npy(Header, Elements), "k.npy");
        byte[] swapped = Zip(Npy(Header.Replace('<', '>'), [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]));
        byte[] fortran = Zip(Npy(Header.Replace("False", "True", StringComparison.Ordinal), [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0]));
        byte[] second = Zip([0x93, .. "NUMPY"u8, 2, 0, (byte)Header.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(Header), .. Elements]);
        foreach (byte[] file in new[] { plain, stored, swapped, fortran, second })
        {
            IReadOnlyList<NdArray> arrays = Read(file, 2, 3);
            CollectionAssert.AreEqual(new object[] { (short)1, (short)2, (short)3 }, (object?[])arrays[0].ToList());
            CollectionAssert.AreEqual(new object[] { (short)4, (short)5, (short)6 }, (object?[])arrays[1].ToList());
        }
    }

    [TestMethod]
    [DataRow(2, 2_000_000_000)]
    [DataRow(2_000_000_000, 0, 2_000_000_000)]
    [DataRow(1, -1)]
    public void Arrays_that_would_fill_the_memory_are_refused_before_they_are_made(int count, params int[] shape)
    {
        string lengths = string.Join(", ", shape.Prepend(count));
        byte[] file = Zip(Npy(Header.Replace("2, 3", lengths, StringComparison.Ordinal), []));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<FormatException>(() => Read(file, count, shape));
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void The_size_is_charged_before_anything_is_read()
    {
        byte[] file = Zip(Npy(Header, []));
        long charged = 0;
        Assert.ThrowsExactly<FormatException>(() => NpzReader.Read(file, "k", 2, [3], size => charged += size));
        Assert.AreEqual(12, charged);
    }

    private static IReadOnlyList<NdArray> Read(byte[] file, int count, params int[] shape) =>
        NpzReader.Read(file, "k", count, [.. shape], _ => { });

    private static byte[] Npy(string header, byte[] elements) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. elements];

    private static byte[] Zip(byte[] content, params string[] names) =>
        Zip(CompressionLevel.Optimal, content, names.Length == 0 ? ["k.npy"] : names);

    private static byte[] Zip(CompressionLevel level, byte[] content, params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (string name in names)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }
}
