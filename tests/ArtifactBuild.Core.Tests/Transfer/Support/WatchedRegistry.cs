using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Testing;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Core.Tests.Transfer.Support;

/// <summary>A registry in a folder in memory, and whoever uses it.</summary>
internal sealed class WatchedRegistry : IAsyncDisposable
{
    private readonly List<Side> _sides = [];
    private int _sources;

    public TemporaryDirectory Temporary { get; } = TemporaryDirectory.InMemory();

    public string Folder => Temporary["registry"];

    /// <summary>Opens the registry as another process would.</summary>
    /// <param name="cache">The name of its cache: sides with the same one share it.</param>
    /// <param name="options">Other options, if any.</param>
    public Side Open(string cache = "cache", ArtifactRegistryOptions? options = null) =>
        OpenAt(Temporary[cache], options);

    /// <summary>Opens the registry with a cache anywhere.</summary>
    public Side OpenAt(string cache, ArtifactRegistryOptions? options = null)
    {
        var side = new Side(Folder, (options ?? new ArtifactRegistryOptions()) with { CacheDirectory = cache });
        _sides.Add(side);
        return side;
    }

    public Side OpenWithProgress(IProgress<TransferProgress> progress, int concurrency = 0) =>
        Open(options: new ArtifactRegistryOptions { Progress = progress, MaxConcurrency = concurrency });

    /// <summary>Makes a draft of files with these bytes.</summary>
    public async Task<Artifact> DraftAsync(params (string Path, byte[] Bytes)[] files)
    {
        var draft = new Artifact("data", "dataset", Temporary["drafts"]);
        foreach ((string path, byte[] bytes) in files)
        {
            string source = Temporary.Write($"sources/{Interlocked.Increment(ref _sources)}", bytes);
            await draft.AddFileAsync(source, path, policy: StoragePolicy.Immutable);
        }

        return draft;
    }

    /// <summary>Logs a version of files with these bytes; no cache knows them by that.</summary>
    public async Task LogAsync(params (string Path, byte[] Bytes)[] files)
    {
        Side side = Open("logs");
        using Artifact draft = await DraftAsync(files);
        await side.Registry.LogAsync(draft);
    }

    public string BlobPath(string sha256) => Path.Combine(Folder, "blobs", "sha256", sha256[..2], sha256[2..]);

    /// <summary>Closes everybody's registry; what is in the folders then, stays.</summary>
    public async Task CloseAsync()
    {
        foreach (Side side in _sides)
            await side.DisposeAsync();
        _sides.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Temporary.Dispose();
    }
}
