using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Runs;
using ArtifactBuild.Storage;
using ArtifactBuild.Testing;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Registry.Tests.Support;

/// <summary>A registry that nobody else has, with a folder for what stands around it.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly List<ArtifactRegistry> _registries = [];
    private readonly ObjectAges _ages = new();
    private int _caches;

    public World(Run? run = null)
    {
        Address = TestSetup.Home.NewAddress(Folder);
        Objects = new RegistryObjects(OpenStore(), _ages);
        Registry = Open(Options(CacheFolder) with { Run = run });
    }

    public string Folder => _temporary.Root;

    /// <summary>The address of the registry.</summary>
    public string Address { get; }

    /// <summary>What the registry takes for the time.</summary>
    public WorldClock Clock { get; } = new();

    /// <summary>What the registry has stored.</summary>
    public RegistryObjects Objects { get; }

    /// <summary>The cache of <see cref="Registry"/> and of the drafts.</summary>
    public string CacheFolder => Path.Combine(Folder, "cache");

    public ArtifactRegistry Registry { get; }

    /// <summary>Opens the same registry as another machine would: nothing is in its cache.</summary>
    public ArtifactRegistry OpenElsewhere(Run? run = null, bool? allowFileReferences = null) =>
        Open(Options(NewCacheFolder()) with { Run = run, AllowFileReferences = allowFileReferences });

    /// <summary>Opens the same registry on a store that can be interrupted.</summary>
    public ArtifactRegistry OpenInterrupted(Func<string, string, Task> before) =>
        Open(Options(NewCacheFolder()), new WatchedStore(OpenStore()) { Before = (call, _) => before(call.Verb, call.Key) });

    /// <summary>Makes everything that is in the registry two days older, for who opens it from now on.</summary>
    public async Task PassTwoDaysAsync()
    {
        foreach (string key in await Objects.KeysAsync("collections/"))
        {
            await Objects.EditAsync(key, head =>
            {
                foreach (JsonNode? entry in head["versions"]!.AsArray())
                {
                    foreach (string time in new[] { "createdAt", "deletedAt" })
                    {
                        if (entry![time] is JsonNode value)
                            entry[time] = value.GetValue<DateTimeOffset>().AddDays(-2);
                    }
                }
            });
        }

        await Objects.AgeAsync(TimeSpan.FromDays(2));
    }

    public string PathOf(string name) => _temporary[name];

    public string Write(string name, string content) => _temporary.Write(name, content);

    public async Task<Artifact> DraftAsync(string name, params (string Path, string Content)[] files)
    {
        var draft = new Artifact(name, "dataset", CacheFolder);
        await FillAsync(draft, files);
        return draft;
    }

    public static async Task FillAsync(Artifact draft, params (string Path, string Content)[] files)
    {
        foreach ((string path, string content) in files)
            await LocalRegistry.AddTextAsync(draft, path, content);
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
        await Objects.DisposeAsync();
        _temporary.Dispose();
    }

    private string NewCacheFolder() => Path.Combine(Folder, $"cache-{Interlocked.Increment(ref _caches)}");

    private ArtifactRegistryOptions Options(string cache) => new() { CacheDirectory = cache, Entity = "acme", Project = "vision", Clock = Clock };

    private AgeingStore OpenStore() => new(ObjectStores.Open(Address), _ages);

    // As users open it, unless the test needs a store with something between.
    private ArtifactRegistry Open(ArtifactRegistryOptions options, IObjectStore? store = null)
    {
        if (!_ages.IsEmpty)
            store ??= OpenStore();
        ArtifactRegistry registry = store is null ? ArtifactRegistry.Open(Address, options) : new ArtifactRegistry(store, options);
        lock (_registries)
            _registries.Add(registry);
        return registry;
    }
}
