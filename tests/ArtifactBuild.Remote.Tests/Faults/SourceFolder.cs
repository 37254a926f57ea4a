namespace ArtifactBuild.Remote.Tests.Faults;

/// <summary>What is logged: a file of 40 MiB, which goes in parts, and 120 small ones.</summary>
internal sealed class SourceFolder
{
    public const int SmallFiles = 120;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public SourceFolder(string path)
    {
        FolderPath = path;
        var random = new Random(1);
        Write("large.bin", Bytes(random, 40 * 1024 * 1024));
        for (int i = 0; i < SmallFiles; i++)
            Write($"small/{i % 10}/{i:d3}.bin", Bytes(random, 4096 + i));
    }

    public string FolderPath { get; }

    /// <summary>Every file that lies below a folder is one of ours, with our bytes; files that half-made ones lie in are not looked at.</summary>
    /// <returns>The number of files.</returns>
    public int AssertNoneIsWrong(string folder)
    {
        if (!Directory.Exists(folder))
            return 0;
        string[] present = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))];
        foreach (string path in present)
        {
            Assert.IsTrue(_files.TryGetValue(path, out byte[]? right), $"{path} is left over");
            Assert.IsTrue(File.ReadAllBytes(Path.Combine(folder, path)).AsSpan().SequenceEqual(right), $"{path} has other bytes");
        }

        return present.Length;
    }

    public void AssertWhole(string folder) => Assert.AreEqual(_files.Count, AssertNoneIsWrong(folder));

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private void Write(string path, byte[] bytes)
    {
        _files[path] = bytes;
        string place = Path.Combine(FolderPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, bytes);
    }
}
