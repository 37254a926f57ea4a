using ArtifactBuild.Artifacts;
using ArtifactBuild.Model;

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
        await using ArtifactRegistry open = Open(registry, cache);
        using var draft = new Artifact(name, "dataset", cache);
        await draft.AddDirectoryAsync(folder, policy: Enum.Parse<StoragePolicy>(policy));
        LogResult result = await open.LogAsync(draft);
        await Console.Out.WriteLineAsync($"logged {result.Artifact.Version}");
    }

    public static async Task DownloadAsync(string registry, string cache, string name, string folder)
    {
        await using ArtifactRegistry open = Open(registry, cache);
        using Artifact artifact = await open.GetAsync(name);
        await artifact.DownloadAsync(folder);
    }

    private static ArtifactRegistry Open(string registry, string cache) =>
        ArtifactRegistry.Open(registry, new ArtifactRegistryOptions { CacheDirectory = cache });
}
