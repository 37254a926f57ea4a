using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ArtifactBuild.Values;

namespace ArtifactBuild.Media.Reading;

/// <summary>Reads a column of arrays out of NumPy's <c>.npz</c> file.</summary>
internal static partial class NpzReader
{
    // NumPy's own limits.
    private const int MaxHeader = 10_000;
    private const int MaxDimensions = 64;

    /// <summary>Takes an array apart along its first dimension.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The name of the array in it.</param>
    /// <param name="count">How many arrays there must be.</param>
    /// <param name="shape">The shape that each of them must have.</param>
    /// <param name="charge">Told the size of the elements before they are read.</param>
    /// <exception cref="FormatException">The file is not what it should be.</exception>
    public static IReadOnlyList<NdArray> Read(byte[] file, string key, int count, ImmutableArray<int> shape, Action<long> charge)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            ZipArchiveEntry[] found = [.. zip.Entries.Where(entry => entry.FullName == key + ".npy")];
            if (found.Length != 1)
                throw new FormatException($"its file of arrays has {found.Length} arrays “{key}”");
            using Stream content = found[0].Open();
            return ReadArrays(content, count, shape, charge);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new FormatException($"its file of arrays is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static NdArray[] ReadArrays(Stream content, int count, ImmutableArray<int> shape, Action<long> charge)
    {
        if (shape.Length >= MaxDimensions || shape.Any(length => length < 0))
            throw new FormatException($"its arrays have the shape [{string.Join(", ", shape.Take(MaxDimensions))}]");
        Match header = Header().Match(ReadHeader(content));
        if (!header.Success)
            throw new FormatException("its file of arrays has a header that NumPy does not write");
        string descriptor = header.Groups["type"].Value;
        bool isBigEndian = descriptor[0] == '>';
        NdArrayElement element = NdArrayElement.Find(isBigEndian ? '<' + descriptor[1..] : descriptor)
            ?? throw new FormatException($"its arrays have elements “{descriptor}”, which are not read");
        string actual = string.Join(", ", header.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (actual != string.Join(", ", shape.Insert(0, count)))
            throw new FormatException($"its arrays have the shape [{actual}], not [{string.Join(", ", shape.Insert(0, count))}]");

        // No dimension may be huge beside one of length 0.
        _ = shape.Aggregate((long)count, (product, length) => Limited(product * Math.Max(length, 1)));
        long size = Limited(shape.Aggregate((long)element.Size, (product, length) => product * length));
        charge(size * count);
        byte[] elements = new byte[Limited(size * count)];
        content.ReadExactly(elements);
        if (content.ReadByte() >= 0)
            throw new FormatException("its file of arrays is longer than its shape");
        if (isBigEndian)
            Reverse(elements, element.Size);
        if (header.Groups["order"].Value == "True")
            elements = ToRows(elements, element.Size, shape.Insert(0, count));
        return [.. Enumerable.Range(0, count).Select(i =>
            NdArray.FromBytes(element, shape, elements.AsSpan((int)(i * size), (int)size).ToArray()))];
    }

    private static string ReadHeader(Stream content)
    {
        Span<byte> start = stackalloc byte[12];
        content.ReadExactly(start[..10]);
        if (start[0] != 0x93 || !start[1..].StartsWith("NUMPY"u8) || start[6] is < 1 or > 3)
            throw new FormatException("its file of arrays holds no NumPy array");
        bool isShort = start[6] == 1;
        if (!isShort)
            content.ReadExactly(start[10..]);
        long length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > MaxHeader)
            throw new FormatException($"its file of arrays has a header of {length} bytes");
        byte[] header = new byte[length];
        content.ReadExactly(header);
        return Encoding.ASCII.GetString(header);
    }

    private static long Limited(long size) => size is >= 0 and <= int.MaxValue - 1024
        ? size
        : throw new FormatException("its arrays are too large");

    private static void Reverse(byte[] elements, int size)
    {
        for (int i = 0; i < elements.Length; i += size)
            elements.AsSpan(i, size).Reverse();
    }

    // Fortran's order: the first index changes fastest.
    private static byte[] ToRows(byte[] elements, int size, ImmutableArray<int> shape)
    {
        byte[] rows = new byte[elements.Length];
        int[] index = new int[shape.Length];
        for (int to = 0; to < rows.Length; to += size)
        {
            long from = 0;
            for (int i = shape.Length - 1; i >= 0; i--)
                from = (from * shape[i]) + index[i];
            elements.AsSpan((int)from * size, size).CopyTo(rows.AsSpan(to));
            for (int i = shape.Length - 1; i >= 0 && ++index[i] == shape[i]; i--)
                index[i] = 0;
        }

        return rows;
    }

    [GeneratedRegex(@"^\{'descr': '(?<type>[<>|][a-zA-Z]+[0-9]*)', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\), \} *\n$", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
