using System.Globalization;
using System.Security.Cryptography;

namespace LargeArtifact;

/// <summary>Many small files, and plain work on them.</summary>
internal static class SmallFiles
{
    private const int FolderSize = 1000;

    public static string[] Create(string folder, int count, int size)
    {
        var paths = new string[count];
        for (int i = 0; i < count; i++)
        {
            paths[i] = Path.Combine(folder, (i / FolderSize).ToString("0000", CultureInfo.InvariantCulture), $"{i:000000}.bin");
            if (i % FolderSize == 0)
                Directory.CreateDirectory(Path.GetDirectoryName(paths[i])!);
        }

        Parallel.For(0, count, i =>
        {
            byte[] content = new byte[size];
            new Random(i).NextBytes(content);
            File.WriteAllBytes(paths[i], content);
        });
        return paths;
    }

    public static int Count(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();

    /// <summary>Copies each file and hashes its bytes, on all processors.</summary>
    public static async Task CopyAsync(string[] sources, string folder, bool durable)
    {
        foreach (string parent in sources.Select(source => Path.GetFileName(Path.GetDirectoryName(source)!)).Distinct())
            Directory.CreateDirectory(Path.Combine(folder, parent));
        await Parallel.ForEachAsync(sources, (source, _) =>
        {
            byte[] content = File.ReadAllBytes(source);
            SHA256.HashData(content);
            string copy = Path.Combine(folder, Path.GetFileName(Path.GetDirectoryName(source)!), Path.GetFileName(source));
            using var file = new FileStream(copy, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(content);
            file.Flush(flushToDisk: durable);
            return ValueTask.CompletedTask;
        });
    }
}
