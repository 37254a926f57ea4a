using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ArtifactBuild.Content;
using ArtifactBuild.Model;

namespace ArtifactBuild.Storage.Tests.Support;

/// <summary>Bytes of any number that are computed while they are read: nobody holds them, and every place has its own.</summary>
/// <param name="seed">Tells contents apart.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="withDigests">Whether it knows its digests beforehand, as the files of an artifact do.</param>
internal sealed class GeneratedContent(int seed, long length, bool withDigests = false) : UploadSource
{
    private readonly Lazy<string> _md5 = new(() =>
    {
        using Stream bytes = new GeneratedStream(seed, 0, length);
#pragma warning disable CA5351 // It is what stores check.
        return Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351
    });

    public override long Length => length;

    public override string? Md5 => withDigests ? _md5.Value : null;

    public override Stream Open(ByteRange range) => new GeneratedStream(seed, range.Offset, range.Length);

    public override Sha256Digest? Sha256Of(ByteRange range)
    {
        if (!withDigests)
            return null;
        using Stream bytes = Open(range);
        return Sha256Digest.FromHash(SHA256.HashData(bytes));
    }

    /// <summary>Reads a stream to its end and compares.</summary>
    public async Task AssertSameAsync(Stream actual, ByteRange? range = null)
    {
        ByteRange part = range ?? new ByteRange(0, length);
        byte[] expected = new byte[1024 * 1024];
        byte[] buffer = new byte[1024 * 1024];
        long position = 0;
        int read;
        while ((read = await actual.ReadAsync(buffer)) > 0)
        {
            Assert.IsLessThanOrEqualTo(part.Length, position + read, "more bytes than there are");
            GeneratedStream.Fill(seed, part.Offset + position, expected.AsSpan(0, read));
            int same = buffer.AsSpan(0, read).CommonPrefixLength(expected.AsSpan(0, read));
            Assert.AreEqual(read, same, $"the byte at {part.Offset + position + same} is another one");
            position += read;
        }

        Assert.AreEqual(part.Length, position, "the bytes end early");
    }
}

/// <summary>See <see cref="GeneratedContent"/>.</summary>
internal sealed class GeneratedStream(int seed, long offset, long length) : ForwardReadStream
{
    private long _position;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, length - _position);
        Fill(seed, offset + _position, buffer[..count]);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <summary>Writes the bytes from an offset on.</summary>
    public static void Fill(int seed, long offset, Span<byte> bytes)
    {
        Span<byte> block = stackalloc byte[8];
        while (!bytes.IsEmpty && offset % 8 != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, Block(seed, offset / 8));
            bytes[0] = block[(int)(offset % 8)];
            bytes = bytes[1..];
            offset++;
        }

        Span<ulong> blocks = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = Block(seed, (offset / 8) + i);
        Span<byte> rest = bytes[(blocks.Length * 8)..];
        BinaryPrimitives.WriteUInt64LittleEndian(block, Block(seed, (offset / 8) + blocks.Length));
        block[..rest.Length].CopyTo(rest);
    }

    // The mixing step of splitmix64: one multiplication more than a counter, and no two places look alike.
    private static ulong Block(int seed, long number)
    {
        ulong z = ((ulong)number * 0x9E3779B97F4A7C15) + ((ulong)(uint)seed << 32);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        return z ^ (z >> 27);
    }
}
