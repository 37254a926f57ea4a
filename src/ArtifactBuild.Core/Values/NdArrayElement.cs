using System.Buffers.Binary;

namespace ArtifactBuild.Values;

/// <summary>A type of elements that NumPy and .NET share.</summary>
internal sealed class NdArrayElement
{
    private delegate object Reader(ReadOnlySpan<byte> element);

    private static readonly NdArrayElement[] All =
    [
        new(typeof(bool), "bool", "|b1", 1, bytes => bytes[0] != 0),
        new(typeof(sbyte), "int8", "|i1", 1, bytes => (sbyte)bytes[0]),
        new(typeof(byte), "uint8", "|u1", 1, bytes => bytes[0]),
        new(typeof(short), "int16", "<i2", 2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
        new(typeof(ushort), "uint16", "<u2", 2, bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        new(typeof(int), "int32", "<i4", 4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        new(typeof(uint), "uint32", "<u4", 4, bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        new(typeof(long), "int64", "<i8", 8, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        new(typeof(ulong), "uint64", "<u8", 8, bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        new(typeof(Half), "float16", "<f2", 2, bytes => BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        new(typeof(float), "float32", "<f4", 4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        new(typeof(double), "float64", "<f8", 8, bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
    ];

    private readonly Type _type;
    private readonly Reader _read;

    private NdArrayElement(Type type, string name, string descriptor, int size, Reader read)
    {
        _type = type;
        Name = name;
        Descriptor = descriptor;
        Size = size;
        _read = read;
    }

    /// <summary>NumPy's name.</summary>
    public string Name { get; }

    /// <summary>What the header of a <c>.npy</c> file calls it.</summary>
    public string Descriptor { get; }

    /// <summary>The size of an element in bytes.</summary>
    public int Size { get; }

    public static NdArrayElement Of(Type type) => All.FirstOrDefault(element => element._type == type)
        ?? throw new ArgumentException($"NumPy has no array of {type}; convert the elements first.", nameof(type));

    /// <summary>The type that the header of a <c>.npy</c> file names; nothing when .NET has none like it.</summary>
    public static NdArrayElement? Find(string descriptor) => All.FirstOrDefault(element => element.Descriptor == descriptor);

    public object Read(ReadOnlySpan<byte> element) => _read(element);
}
