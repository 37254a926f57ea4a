using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>A draft with a cache of its own, which goes with it.</summary>
internal sealed class DraftArtifact : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public DraftArtifact(string name = "my-arty", string type = "dataset") =>
        Artifact = new Artifact(name, type, _folder["cache"]);

    public Artifact Artifact { get; }

    public string Root => _folder.Root;

    /// <summary>The text of an object's entry.</summary>
    public string TextOf(MediaObject item, string name = "t") => File.ReadAllText(Artifact.Add(item, name).LocalPath!);

    public byte[] BytesOf(string path)
    {
        Assert.IsTrue(Artifact.Manifest.TryGet(path, out ManifestEntry? entry), path);
        return File.ReadAllBytes(entry.LocalPath!);
    }

    public void Dispose()
    {
        Artifact.Dispose();
        _folder.Dispose();
    }
}
