using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

namespace ArtifactBuild.Testing.Registries;

/// <summary>A registry in a folder of the test, with a cache beside it.</summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    public LocalRegistry(string? folder = null)
    {
        Folder = folder ?? Temporary["registry"];
        Open = OpenAnother();
    }

    public TemporaryDirectory Temporary { get; } = new();

    public string Folder { get; }

    public string Cache => Temporary["cache"];

    public ArtifactRegistry Open { get; }

    public ArtifactRegistry OpenAnother() =>
        ArtifactRegistry.Open(Folder, new ArtifactRegistryOptions { CacheDirectory = Cache });

    public Artifact NewDraft(string name = "data", string type = "dataset") => new(name, type, Cache);

    /// <summary>Logs text files.</summary>
    public async Task<LogResult> LogAsync(string name, string[] aliases, params (string Path, string Text)[] files)
    {
        Artifact draft = NewDraft(name);
        foreach ((string path, string text) in files)
            await AddTextAsync(draft, path, text);
        return await Open.LogAsync(draft, aliases);
    }

    public static Task<ManifestEntry> AddTextAsync(Artifact draft, string path, string text) => draft.NewFileAsync(
        path, (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), token).AsTask());

    public string BlobPath(string sha256) => Path.Combine(Folder, "blobs", "sha256", sha256[..2], sha256[2..]);

    public string ManifestPath(string sha256) => Path.Combine(Folder, "manifests", "sha256", sha256[..2], sha256[2..] + ".json");

    public string HeadPath(string name) =>
        Path.Combine(Folder, "collections", ArtifactName.DefaultEntity, ArtifactName.DefaultProject, name, "head.json");

    public async ValueTask DisposeAsync()
    {
        await Open.DisposeAsync();
        Temporary.Dispose();
    }
}
