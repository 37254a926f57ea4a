using System.Text;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>A registry in a folder of its own, with what stands around it; all of it goes in the end.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly List<ArtifactRegistry> _registries = [];
    private int _caches;

    public World(Run? run = null)
    {
        Folder = Directory.CreateTempSubdirectory("registry-tests-").FullName;
        Registry = Open(run);
    }

    public string Folder { get; }

    public string RegistryFolder => Path.Combine(Folder, "registry");

    /// <summary>The cache of <see cref="Registry"/> and of the drafts.</summary>
    public string CacheFolder => Path.Combine(Folder, "cache");

    public ArtifactRegistry Registry { get; }

    /// <summary>Opens the same registry as another machine would: nothing is in its cache.</summary>
    public ArtifactRegistry OpenElsewhere(Run? run = null, TimeSpan? refreshAge = null) =>
        Open(run, Path.Combine(Folder, $"cache-{Interlocked.Increment(ref _caches)}"), refreshAge);

    /// <summary>Opens the same registry on a store that can be interrupted.</summary>
    public ArtifactRegistry OpenInterrupted(Func<string, string, Task> before)
    {
        var options = new ArtifactRegistryOptions
        {
            CacheDirectory = Path.Combine(Folder, $"cache-{Interlocked.Increment(ref _caches)}"),
            Entity = "acme",
            Project = "vision",
        };
        var registry = new ArtifactRegistry(new InterruptedStore(ObjectStores.Open(RegistryFolder), before), options);
        lock (_registries)
            _registries.Add(registry);
        return registry;
    }

    /// <summary>Makes everything that is in the registry two days older.</summary>
    public void PassTwoDays()
    {
        foreach (string file in Directory.EnumerateFiles(RegistryFolder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-2));
        foreach (string path in Directory.EnumerateFiles(PathOf("registry/collections"), "head.json", SearchOption.AllDirectories))
        {
            JsonNode head = JsonNode.Parse(File.ReadAllText(path))!;
            foreach (JsonNode? entry in head["versions"]!.AsArray())
            {
                foreach (string time in new[] { "createdAt", "deletedAt" })
                {
                    if (entry![time] is JsonNode value)
                        entry[time] = value.GetValue<DateTimeOffset>().AddDays(-2);
                }
            }

            File.WriteAllText(path, head.ToJsonString());
        }
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public async Task<Artifact> DraftAsync(string name, params (string Path, string Content)[] files)
    {
        var draft = new Artifact(name, "dataset", CacheFolder);
        await FillAsync(draft, files);
        return draft;
    }

    public static async Task FillAsync(Artifact draft, params (string Path, string Content)[] files)
    {
        foreach ((string path, string content) in files)
            await draft.NewFileAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(content), token).AsTask());
    }

    public async Task<Artifact> LogAsync(string name, params (string Path, string Content)[] files)
    {
        Artifact draft = await DraftAsync(name, files);
        await Registry.LogAsync(draft);
        return draft;
    }

    /// <summary>What a machine that has nothing yet gets to see of a version.</summary>
    public async Task<Artifact> SeeAsync(string name) => await OpenElsewhere().GetAsync(name);

    public async Task<IReadOnlyList<string>> VersionsAsync(string name)
    {
        var versions = new List<string>();
        await foreach (Artifact version in OpenElsewhere().VersionsAsync(name))
            versions.Add(version.Version);
        return versions;
    }

    /// <summary>The names of the files below a folder of the world.</summary>
    public string[] FilesIn(string name) => Tree.Files(PathOf(name));

    public async ValueTask DisposeAsync()
    {
        foreach (ArtifactRegistry registry in _registries)
            await registry.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private ArtifactRegistry Open(Run? run, string? cache = null, TimeSpan? refreshAge = null)
    {
        var registry = ArtifactRegistry.Open(
            RegistryFolder,
            new ArtifactRegistryOptions { CacheDirectory = cache ?? CacheFolder, Entity = "acme", Project = "vision", Run = run, RefreshAge = refreshAge });
        lock (_registries)
            _registries.Add(registry);
        return registry;
    }
}
