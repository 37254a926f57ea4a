using System.Text;
using ArtifactBuild.Artifacts;

namespace ArtifactBuild.Package.Tests.Fixtures;

/// <summary>A folder outside the repository with a registry, a cache, and projects that use the package as a user does.</summary>
internal sealed class Workspace
{
    private int _binlogs;

    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("artifactbuild-package-").FullName;
        Write("nuget.config", PackedFeed.NuGetConfig);
        Directory.CreateDirectory(this["logs"]);
    }

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative);

    public string Registry => this["registry"];

    public string Cache => this["cache"];

    public string[] CacheObjects => Files(Path.Combine(Cache, "objects", "sha256"));

    public static string[] Files(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)];

    public string Write(string relative, string text)
    {
        string path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Makes the next version of an artifact; the builds' cache stays as it is.</summary>
    public Task<LogResult> LogAsync(string name, params (string Path, string Text)[] files) => LogAsync(name, [], files);

    public async Task<LogResult> LogAsync(string name, string[] aliases, params (string Path, string Text)[] files)
    {
        string scratch = this["logging-cache"];
        await using var registry = ArtifactRegistry.Open(Registry, new ArtifactRegistryOptions { CacheDirectory = scratch });
        using var draft = new Artifact(name, "model", scratch);
        foreach ((string path, string text) in files)
            await draft.NewFileAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask());
        return await registry.LogAsync(draft, aliases);
    }

    /// <summary>Makes a console project, or another one by its properties, that refers to the package.</summary>
    public TestProject AddProject(string name, string items, string properties = TestProject.Program) => new(this, name, items, properties);

    /// <summary>Starts dotnet in a folder; builds leave their binary logs in <c>logs</c>.</summary>
    public CommandLine Dotnet(string folder, params string[] arguments) => new(Command.Dotnet, folder)
    {
        Arguments = arguments[0] is "build" or "publish" or "clean" or "msbuild" or "pack" ? [.. arguments, .. BinaryLogOf(arguments)] : arguments,
        Environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = PackedFeed.Packages,
            ["ARTIFACT_REGISTRY"] = Registry,
            ["ARTIFACT_CACHE_DIR"] = Cache,
        },
    };

    public Task<CommandResult> RunAsync(string folder, params string[] arguments) => Command.RunAsync(Dotnet(folder, arguments));

    /// <summary>Takes the registry out of reach, so that a build that asks it fails.</summary>
    public void HideRegistry() => Directory.Move(Registry, Registry + ".away");

    public void ShowRegistry() => Directory.Move(Registry + ".away", Registry);

    // Without the texts of the imports, nearly all of which are the SDK's: to pack them costs a tenth of a build.
    private string[] BinaryLogOf(string[] arguments) => arguments.Any(argument => argument.StartsWith("-bl:", StringComparison.Ordinal))
        ? []
        : [$"-bl:{this[$"logs/{Interlocked.Increment(ref _binlogs)}-{arguments[0]}.binlog"]};ProjectImports=None"];

    public void Delete() => Directory.Delete(Root, recursive: true);
}
