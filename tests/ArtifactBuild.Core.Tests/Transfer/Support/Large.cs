using ArtifactBuild.Testing;

namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>Contents that come in chunks: over 32 MiB.</summary>
internal static class Large
{
    public const int MiB = 1024 * 1024;
    public const int ChunkSize = 16 * MiB;

    /// <summary>Three chunks, of which the last is short.</summary>
    public static byte[] Three(int seed = 1) => TestContent.Random(seed, (2 * ChunkSize) + MiB + 13);

    /// <summary>Asserts that a file has the bytes; no list of a million differences when it has not.</summary>
    public static void AssertBytes(byte[] expected, string path) =>
        Assert.IsTrue(expected.AsSpan().SequenceEqual(File.ReadAllBytes(path)), $"{path} has other bytes");

    /// <summary>Turns over one bit of a file.</summary>
    public static void Flip(string path, long at)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        int value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 4));
    }
}
