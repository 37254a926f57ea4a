using System.Security.Cryptography;
using System.Text;

namespace ArtifactBuild.Testing;

/// <summary>Bytes for tests, and what .NET's own functions say about them.</summary>
internal static class TestContent
{
    /// <summary>Byte i is i mod 251: a rule that the vectors know as well.</summary>
    public static byte[] Mod251(long size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i % 251);
        return bytes;
    }

    public static byte[] Random(int seed, int size)
    {
        byte[] bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sha256(string text) => Sha256(Encoding.UTF8.GetBytes(text));

#pragma warning disable CA5351 // W&B's entry digest is an MD5.
    public static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351

    public static string Md5(string text) => Md5(Encoding.UTF8.GetBytes(text));
}
