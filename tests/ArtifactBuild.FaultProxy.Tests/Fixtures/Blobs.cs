using System.Security.Cryptography;

namespace ArtifactBuild.Faults.Tests.Fixtures;

/// <summary>Bytes that are the same on every run and nowhere alike.</summary>
internal static class Blobs
{
    private static readonly byte[] Pattern = MakePattern();

    /// <summary>The bytes from 0 to a length; a slice of one array, never to be changed.</summary>
    public static ReadOnlyMemory<byte> OfLength(int length) => length <= Pattern.Length ? Pattern.AsMemory(0, length) : throw new ArgumentOutOfRangeException(nameof(length));

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static byte[] MakePattern()
    {
        byte[] bytes = new byte[100 << 20];
#pragma warning disable CA5394 // Not for secrets: the test wants the same bytes each time.
        new Random(20261).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}
