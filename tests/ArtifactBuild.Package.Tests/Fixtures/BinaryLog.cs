using System.IO.Compression;
using System.Text;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>The bytes of a binary log, which is a compressed stream with an archive of files at its end.</summary>
internal static class BinaryLog
{
    /// <summary>Reads a log as text with a character for each byte.</summary>
    public static async Task<string> ReadAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
