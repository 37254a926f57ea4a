using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;
using ArtifactBuild.Storage;

namespace ArtifactBuild.TestHost;

internal static class Logging
{
    /// <summary>Logs several versions, each with an alias of its own, and says which version each alias got.</summary>
    public static async Task LogManyAsync(string registry, string cache, string name, string process, int count)
    {
        await using ArtifactRegistry open = Open(registry, cache);
        for (int i = 0; i < count; i++)
        {
            string alias = $"p{process}-{i}";
            using var draft = new Artifact(name, "dataset", cache);
            await draft.NewFileAsync("who.txt", (stream, token) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(alias), token).AsTask());
            await draft.NewFileAsync("shared.txt", (stream, token) => stream.WriteAsync("the same in all"u8.ToArray(), token).AsTask());
            LogResult result = await open.LogAsync(draft, [alias]);
            await Console.Out.WriteLineAsync($"{alias} {result.Artifact.Version}");
        }
    }

    public static async Task LogAsync(string registry, string cache, string name, string folder, string policy)
    {
        await using ArtifactRegistry open = OpenInSteps(registry, cache);
        using var draft = new Artifact(name, "dataset", cache);
        await draft.AddDirectoryAsync(folder, policy: Enum.Parse<StoragePolicy>(policy));
        LogResult result = await open.LogAsync(draft);
        await Console.Out.WriteLineAsync($"logged {result.Artifact.Version}");
    }

    public static async Task DownloadAsync(string registry, string cache, string name, string folder, bool inSteps)
    {
        await using ArtifactRegistry open = inSteps ? OpenInSteps(registry, cache) : Open(registry, cache);
        using Artifact artifact = await open.GetAsync(name);
        await artifact.DownloadAsync(folder);
    }

    // As many at once as in a folder.
    private static ArtifactRegistry OpenInSteps(string registry, string cache) => new(
        new SteppingStore(ObjectStores.Open(registry)),
        new ArtifactRegistryOptions { CacheDirectory = cache, MaxConcurrency = Math.Clamp(2 * Environment.ProcessorCount, 4, 64) });

    private static ArtifactRegistry Open(string registry, string cache) =>
        ArtifactRegistry.Open(registry, new ArtifactRegistryOptions { CacheDirectory = cache });
}
