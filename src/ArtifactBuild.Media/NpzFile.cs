using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media;

/// <summary>NumPy's <c>.npz</c> file: a zip file with one <c>.npy</c> array.</summary>
/// <remarks>
/// The array is stored, not deflated: what a deflater makes of the same bytes differs between versions of .NET and between
/// processors, and the same table must have the same digest everywhere. Every reader of <c>.npz</c> takes both.
/// </remarks>
internal static class NpzFile
{
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;
    private const int End = 22;

    // 1 January 1980, the first day that a zip file knows; NumPy writes it, too.
    private const ushort Date = 0x21;

    /// <summary>Writes arrays of one type and shape as one array with a dimension more.</summary>
    /// <param name="key">The name of the array in the file.</param>
    /// <param name="arrays">The arrays; there is at least one.</param>
    public static byte[] Stack(string key, IReadOnlyList<NdArray> arrays)
    {
        byte[] header = NpyHeader(arrays[0].Element, arrays[0].Shape.Insert(0, arrays.Count));
        byte[] name = Encoding.UTF8.GetBytes(key + ".npy");
        int size = checked(header.Length + (arrays[0].Bytes.Length * arrays.Count));
        var file = new byte[checked(LocalHeader + CentralHeader + End + (2 * name.Length) + size)];

        Span<byte> content = file.AsSpan(LocalHeader + name.Length, size);
        header.CopyTo(content);
        for (int i = 0; i < arrays.Count; i++)
            arrays[i].Bytes.CopyTo(content[(header.Length + (i * arrays[i].Bytes.Length))..]);

        uint crc = Crc32.Of(content);
        WriteLocalHeader(file, name, size, crc);
        WriteDirectory(file.AsSpan(LocalHeader + name.Length + size), name, size, crc);
        return file;
    }

    // Version 1.0 of the format: the description is padded so that the elements begin at a multiple of 64.
    private static byte[] NpyHeader(NdArrayElement element, ImmutableArray<int> shape)
    {
        string lengths = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        string text = $"{{'descr': '{element.Descriptor}', 'fortran_order': False, 'shape': {lengths}, }}";
        int length = ((10 + text.Length + 1 + 63) / 64 * 64) - 10;
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n")];
        return header;
    }

    private static void WriteLocalHeader(Span<byte> to, byte[] name, int size, uint crc)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x04034b50);
        WriteCommon(to[4..], name, size, crc);
        name.CopyTo(to[LocalHeader..]);
    }

    private static void WriteDirectory(Span<byte> to, byte[] name, int size, uint crc)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x02014b50);
        to[4] = 20;
        WriteCommon(to[6..], name, size, crc);
        name.CopyTo(to[CentralHeader..]);

        Span<byte> end = to[(CentralHeader + name.Length)..];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        end[8] = 1;
        end[10] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(end[12..], CentralHeader + name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end[16..], LocalHeader + name.Length + size);
    }

    // Version 2.0, names in UTF-8, stored, date, checksum, both sizes, length of the name.
    private static void WriteCommon(Span<byte> to, byte[] name, int size, uint crc)
    {
        to[0] = 20;
        to[3] = 0x08;
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], Date);
        BinaryPrimitives.WriteUInt32LittleEndian(to[10..], crc);
        BinaryPrimitives.WriteInt32LittleEndian(to[14..], size);
        BinaryPrimitives.WriteInt32LittleEndian(to[18..], size);
        BinaryPrimitives.WriteUInt16LittleEndian(to[22..], checked((ushort)name.Length));
    }
}
