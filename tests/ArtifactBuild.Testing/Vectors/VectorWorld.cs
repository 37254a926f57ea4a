namespace ArtifactBuild.Testing.Vectors;

/// <summary>The folders of one replay, which go with it.</summary>
internal sealed class VectorWorld : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artifactbuild-test-");

    public VectorWorld() => Directory.CreateDirectory(Root);

    /// <summary>Where the vector's files lie: <c>$ROOT</c>.</summary>
    public string Root => Path.Combine(_folder.FullName, "root");

    /// <summary>The cache: <c>$CACHE</c>. The copies of a draft's files lie in it.</summary>
    public string Cache => Path.Combine(_folder.FullName, "cache");

    public string Registry => Path.Combine(_folder.FullName, "registry");

    public void Dispose() => _folder.Delete(recursive: true);
}
