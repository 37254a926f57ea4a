namespace Iris.Training;

/// <summary>Writes results.</summary>
internal static class OutputFile
{
    /// <summary>Writes the file, and creates its folder, unless it has this very content already.</summary>
    /// <remarks>An untouched file keeps its time stamp, so that an incremental build sees that nothing is new.</remarks>
    public static void WriteIfChanged(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, content);
    }
}
