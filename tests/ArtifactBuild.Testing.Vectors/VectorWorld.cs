namespace ArtifactBuild.Testing.Vectors;

/// <summary>The folders of one replay, which go with it.</summary>
internal sealed class VectorWorld : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public VectorWorld() => Directory.CreateDirectory(Root);

    /// <summary>Where the vector's files lie: <c>$ROOT</c>.</summary>
    public string Root => _folder["root"];

    /// <summary>The cache: <c>$CACHE</c>. The copies of a draft's files lie in it.</summary>
    public string Cache => _folder["cache"];

    public string Registry => _folder["registry"];

    public void Dispose() => _folder.Dispose();
}
