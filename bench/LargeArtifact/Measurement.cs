using System.Diagnostics;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

namespace LargeArtifact;

/// <summary>One artifact of files of one size.</summary>
internal sealed class Measurement(string folder, int count, int size) : IDisposable
{
    private readonly MemoryPeak _memory = new();
    private readonly Dictionary<string, TimeSpan> _yardsticks = [];

    public static async Task RunAsync(int count, int size)
    {
        string folder = Directory.CreateTempSubdirectory("large-artifact-").FullName;
        try
        {
            using var measurement = new Measurement(folder, count, size);
            await measurement.RunAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => _memory.Dispose();

    private async Task RunAsync()
    {
        string[] sources = SmallFiles.Create(Path.Combine(folder, "source"), count, size);
        Console.WriteLine($"{count} files of {size} bytes, {Environment.ProcessorCount} processors");
        await YardstickAsync("copy+SHA-256", () => SmallFiles.CopyAsync(sources, Path.Combine(folder, "plain"), durable: false));
        await YardstickAsync("copy+SHA-256+flush", () => SmallFiles.CopyAsync(sources, Path.Combine(folder, "durable"), durable: true));
        await YardstickAsync("enumerate", () => Task.Run(() => SmallFiles.Count(Path.Combine(folder, "source"))));

        await using ArtifactRegistry registry = Open("cache");
        using var draft = new Artifact("large", "dataset", Path.Combine(folder, "cache"));
        await StepAsync("add", "copy+SHA-256", () => draft.AddDirectoryAsync(Path.Combine(folder, "source")));
        await StepAsync("log", "copy+SHA-256+flush", () => registry.LogAsync(draft));

        await using ArtifactRegistry elsewhere = Open("empty-cache");
        Artifact logged = await elsewhere.GetAsync("large");
        await StepAsync("list", "enumerate", () => ListAsync(logged));
        string one = logged.Manifest.Entries[count / 2].Path;
        await StepAsync("download one", "enumerate", () => logged.GetEntry(one).DownloadAsync(Path.Combine(folder, "one")));
        await StepAsync("download all", "copy+SHA-256", () => logged.DownloadAsync(Path.Combine(folder, "all")));
        await StepAsync("log again", "copy+SHA-256", () => LogAgainAsync(elsewhere));
    }

    private ArtifactRegistry Open(string cache) => ArtifactRegistry.Open(
        Path.Combine(folder, "registry"), new ArtifactRegistryOptions { CacheDirectory = Path.Combine(folder, cache) });

    private static async Task ListAsync(Artifact logged)
    {
        await foreach (ArtifactEntry entry in logged.Files())
            GC.KeepAlive(entry);
    }

    private async Task LogAgainAsync(ArtifactRegistry registry)
    {
        using var draft = new Artifact("large", "dataset", Path.Combine(folder, "cache"));
        await draft.AddDirectoryAsync(Path.Combine(folder, "source"), policy: StoragePolicy.Immutable);
        await registry.LogAsync(draft);
    }

    private async Task YardstickAsync(string name, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        _yardsticks[name] = clock.Elapsed;
        Console.WriteLine($"  {name,-20} {clock.Elapsed.TotalSeconds,8:0.00} s");
    }

    private async Task StepAsync(string name, string yardstick, Func<Task> work)
    {
        _memory.Restart();
        var clock = Stopwatch.StartNew();
        await work();
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"  {name,-20} {seconds,8:0.00} s {seconds / _yardsticks[yardstick].TotalSeconds,8:0.00} x {yardstick,-20} {_memory}");
    }
}
