using System.Collections.Immutable;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Testing;

namespace ArtifactBuild.Builds.Tests.Fixtures;

/// <summary>A project's folder with items that were written by hand, and a registry beside it.</summary>
internal sealed class BuildFolder : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public BuildFolder() => _temporary.MakeFolder("project");

    public string PathOf(string relative) => _temporary[relative];

    public string Registry => _temporary["registry"];

    public string Cache => _temporary["cache"];

    public BuildSettings Settings => new(_temporary["project"], Registry, cacheDirectory: Cache);

    public string Write(string relative, string text) => _temporary.Write($"project/{relative}", text);

    public static OutputItem Item(string include, params (string Name, string Value)[] metadata) =>
        new(include, name => Array.Find(metadata, pair => pair.Name == name).Value ?? "");

    public Task<OutputReport> LogAsync(params OutputItem[] outputs) => LogAsync(outputs, []);

    public Task<OutputReport> LogAsync(OutputItem[] outputs, OutputItem[] uris) => LogAsync(Settings, outputs, uris);

    public static Task<OutputReport> LogAsync(BuildSettings settings, OutputItem[] outputs, OutputItem[] uris) =>
        OutputLog.RunAsync(settings, outputs, uris, CancellationToken.None);

    /// <summary>The paths of a version's entries, in order.</summary>
    public async Task<ImmutableArray<string>> PathsAsync(string name)
    {
        await using ArtifactRegistry registry = Open();
        using Artifact artifact = await registry.GetAsync(name);
        return [.. (await artifact.GetManifestAsync()).Entries.Select(entry => entry.Path).Order(StringComparer.Ordinal)];
    }

    public ArtifactRegistry Open() => ArtifactRegistry.Open(Registry, new ArtifactRegistryOptions { CacheDirectory = Cache });

    public void Dispose() => _temporary.Dispose();
}
