using System.Runtime.CompilerServices;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Media.Tests.Fixtures;

/// <summary>A registry in a folder of the test, and caches that are empty when the test wants it.</summary>
internal sealed class MediaRegistry : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<ArtifactRegistry> _open = [];
    private int _caches;

    public string Root => _folder.Root;

    public string Folder => _folder["registry"];

    /// <summary>The cache of the artifact that was read last.</summary>
    public string Cache => _folder[$"cache{_caches}"];

    /// <summary>The digests of what the cache has, without the manifests.</summary>
    public string[] Cached => [.. Directory.EnumerateFiles(Path.Combine(Cache, "objects", "sha256"), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(Path.GetDirectoryName(path)) + Path.GetFileName(path))
        .Where(sha => !File.Exists(Path.Combine(Folder, "manifests", "sha256", sha[..2], sha[2..] + ".json")))
        .Order(StringComparer.Ordinal)];

    public Artifact NewDraft(string name = "media") => new(name, "dataset", Cache);

    /// <summary>Logs an artifact and gets it with an empty cache.</summary>
    public async Task<Artifact> LogAsync(string name, Action<Artifact> fill)
    {
        using Artifact draft = NewDraft(name);
        fill(draft);
        return await LogAsync(draft);
    }

    public async Task<Artifact> LogAsync(Artifact draft)
    {
        string name = draft.Name;
        await Open().LogAsync(draft);
        _caches++;
        return await GetAsync(name);
    }

    public async Task<Artifact> GetAsync(string name)
    {
        Artifact artifact = await Open().GetAsync(name);
        await artifact.GetManifestAsync();
        return artifact;
    }

    /// <summary>Logs files as they are, some of which claim to be objects.</summary>
    public Task<Artifact> LogFilesAsync(string name, params (string Path, byte[] Bytes)[] files) => LogAsync(name, draft =>
    {
        foreach ((string path, byte[] bytes) in files)
        {
            using ArtifactFileStream file = draft.NewFile(path);
            file.Write(bytes);
        }
    });

    /// <summary>Stores an object and reads it back.</summary>
    public async Task<T> RoundTripAsync<T>(T item, [CallerMemberName] string name = "")
        where T : MediaObject
    {
        Artifact logged = await LogAsync(name, draft => draft.Add(item, "x"));
        return (await logged.GetAsync<T>("x"))!;
    }

    public string BlobPath(ManifestEntry entry) =>
        Path.Combine(Folder, "blobs", "sha256", entry.Sha256!.Value.Hex[..2], entry.Sha256.Value.Hex[2..]);

    public async ValueTask DisposeAsync()
    {
        foreach (ArtifactRegistry registry in _open)
            await registry.DisposeAsync();
        _folder.Dispose();
    }

    private ArtifactRegistry Open()
    {
        _open.Add(ArtifactRegistry.Open(Folder, new ArtifactRegistryOptions { CacheDirectory = Cache }));
        return _open[^1];
    }
}
