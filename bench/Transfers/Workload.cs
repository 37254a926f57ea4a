using System.Globalization;
using System.Security.Cryptography;

namespace Transfers;

/// <summary>A folder of files that can't be compressed.</summary>
/// <param name="Name">A word for it.</param>
/// <param name="Title">What it holds, for people.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Files">Its files.</param>
internal sealed record Workload(string Name, string Title, string Folder, IReadOnlyList<WorkloadFile> Files)
{
    public const string Large = "large";
    public const string Small = "small";

    private const int FilesInFolder = 1000;
    private const int Piece = 1024 * 1024;

    public static Workload Create(string parent, string name)
    {
        string folder = Path.Combine(parent, "source", name);
        (string title, int count, long size) = name == Large ? ("1 GiB", 1, 1L << 30) : ("10,000 × 4 KiB", 10_000, 4096);
        string[] paths = [.. Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i / FilesInFolder:0000}/{i:000000}.bin"))];
        foreach (string below in paths.Select(path => Path.GetDirectoryName(path)!).Distinct())
            Directory.CreateDirectory(Path.Combine(folder, below));
        // Seeded, so that every run moves the same bytes.
        var files = new WorkloadFile[count];
        Parallel.For(0, count, i => files[i] = Write(folder, paths[i], size, new Random(i)));
        return new Workload(name, title, folder, files);
    }

    /// <summary>Whether a folder holds these files and no other.</summary>
    public bool IsIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() == Files.Count
        && Files.AsParallel().All(file => File.Exists(Path.Combine(folder, file.Path)) && HasBytes(Path.Combine(folder, file.Path), file));

    private static WorkloadFile Write(string folder, string path, long size, Random random)
    {
        byte[] piece = new byte[Math.Min(Piece, size)];
        using FileStream stream = File.Create(Path.Combine(folder, path));
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long written = 0; written < size; written += piece.Length)
        {
            random.NextBytes(piece);
            sha.AppendData(piece);
            stream.Write(piece);
        }

        return new WorkloadFile(path, Path.Combine(folder, path), size, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    private static bool HasBytes(string path, WorkloadFile file)
    {
        using FileStream stream = File.OpenRead(path);
        return stream.Length == file.Size && Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256;
    }
}

/// <summary>A file of a workload.</summary>
/// <param name="Path">Its path below the workload's folder.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Size">The number of its bytes.</param>
/// <param name="Sha256">Their SHA-256.</param>
internal sealed record WorkloadFile(string Path, string FullPath, long Size, string Sha256);
