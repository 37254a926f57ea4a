using ArtifactBuild.Builds.Requests;
using ArtifactBuild.Builds.Restore;
using ArtifactBuild.Builds.Settings;
using ArtifactBuild.Lockfiles;
using ArtifactBuild.Testing.Registries;

namespace ArtifactBuild.Builds.Tests.Fixtures;

/// <summary>A project that refers to artifacts, as the build's tasks see it.</summary>
internal sealed class BuildProject(LocalRegistry registry, string name = "app")
{
    public string Folder { get; } = registry.Temporary.MakeFolder(name);

    public string LockFile => Path.Combine(Folder, Lockfile.FileName);

    public string Cache { get; set; } = registry.Temporary["build-cache"];

    public IReadOnlyList<string> Fallbacks { get; set; } = [];

    public string? Mirror { get; set; }

    public string Registry { get; set; } = registry.Folder;

    /// <summary>What the project refers to: an include, and pairs of a metadata's name and value.</summary>
    public List<(string Include, (string Name, string Value)[] Metadata)> References { get; } = [];

    public BuildProject Refer(string include, params (string Name, string Value)[] metadata)
    {
        References.Add((include, metadata));
        return this;
    }

    public RestoreRequest Request()
    {
        var settings = new BuildSettings(Folder, Registry, cacheDirectory: Cache)
        {
            CacheFallbackDirectories = Fallbacks,
            Mirror = RegistryMirror.Read(new GivenText("The property ArtifactMirror", Mirror), Folder),
        };
        ArtifactReferenceItem[] references = [.. References.Select(item => ArtifactReferenceItem.Read(
            item.Include, key => item.Metadata.FirstOrDefault(one => one.Name == key).Value, settings))];
        return new RestoreRequest(settings, references, LockFile, Path.Combine(Folder, "obj")) { OwnsLockFile = true };
    }

    public Task<RestoreResult> RestoreAsync() => RunAsync(Request());

    public Task<RestoreResult> RestoreLockedAsync() => RunAsync(Request() with { Locked = true });

    public Task<RestoreResult> RestoreOfflineAsync() => RunAsync(Request() with { Offline = true });

    public Task<RestoreResult> UpdateAsync(params string[] only) => RunAsync(Request() with { Update = true, UpdateOnly = only });

    public string LockText => File.ReadAllText(LockFile);

    public Lockfile Locked => LockfileReader.Read(LockText).Lockfile!;

    /// <summary>The targets of the restored files.</summary>
    public static string[] Targets(RestoreResult result) => [.. result.Files.Select(file => file.Target).Order(StringComparer.Ordinal)];

    private static async Task<RestoreResult> RunAsync(RestoreRequest request)
    {
        await using var restore = new ArtifactRestore(request);
        return await restore.RunAsync(CancellationToken.None);
    }
}
