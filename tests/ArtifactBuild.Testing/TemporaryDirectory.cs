namespace ArtifactBuild.Testing;

/// <summary>A folder of one test, which goes with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory(string? parent = null) =>
        Root = Directory.CreateDirectory(Path.Combine(parent ?? Path.GetTempPath(), $"artifactbuild-test-{Guid.NewGuid():N}")).FullName;

    /// <summary>A folder in memory where there is one: a flush takes no time there, so that writes follow each other fast.</summary>
    public static TemporaryDirectory InMemory() => new(Directory.Exists("/dev/shm") ? "/dev/shm" : null);

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] bytes)
    {
        string path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string MakeFolder(string relative) => Directory.CreateDirectory(this[relative]).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
