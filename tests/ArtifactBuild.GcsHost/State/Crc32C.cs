using System.Buffers.Binary;
using System.Numerics;

namespace ArtifactBuild.GcsHosting.State;

/// <summary>The Castagnoli checksum that Cloud Storage keeps of every object.</summary>
internal struct Crc32C
{
    private uint _inverted;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_inverted;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        _inverted = ~crc;
    }

    /// <summary>The four bytes, the most significant one first, in base64.</summary>
    public readonly string ToBase64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _inverted);
        return Convert.ToBase64String(bytes);
    }
}
