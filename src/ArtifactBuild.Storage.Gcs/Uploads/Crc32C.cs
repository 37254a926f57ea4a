using System.Buffers.Binary;
using System.Numerics;

namespace ArtifactBuild.Storage.Gcs.Uploads;

/// <summary>The checksum that Cloud Storage keeps of every object (RFC 3720, appendix B.4).</summary>
internal struct Crc32C
{
    private uint _value;

    /// <summary>The checksum as the API writes it: base64 of the four bytes, the highest first.</summary>
    public readonly string Text
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, _value);
            return Convert.ToBase64String(bytes);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_value;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        _value = ~crc;
    }
}
