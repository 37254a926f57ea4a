using System.Globalization;
using System.Reflection;
using ArtifactBuild.Artifacts;
using Transfers;

namespace NoOpBuild;

/// <summary>A folder with the packed package and perhaps another one, artifacts in a registry, and the projects.</summary>
internal sealed class Playground : IDisposable
{
    private static readonly string[] Large = ["first", "second", "third"];

    private readonly string _root;
    private readonly bool _isKept;

    private Playground(string? keep)
    {
        _root = keep ?? Directory.CreateTempSubdirectory("artifactbuild-noop-").FullName;
        _isKept = keep is not null;
    }

    public IReadOnlyList<Contender> Contenders { get; private set; } = [];

    public static async Task<Playground> CreateAsync(Options options)
    {
        var playground = new Playground(options.Keep);
        string[] small = [.. Enumerable.Range(0, options.Artifacts).Select(i => string.Create(CultureInfo.InvariantCulture, $"small{i:000}"))];
        string files = $"""<ArtifactReference Include="{string.Join(';', Large)}" />""";
        string artifacts = string.Join("\n", small.Select(name => $"""<ArtifactReference Include="{name}" Version="v0" />"""));
        if (options.Package is null)
            await playground.PackAsync();
        else
            playground.Feed("this", options.Package);
        await playground.LogAsync(Large, options.Files);
        await playground.LogAsync(small, 1);

        List<Contender> contenders = [playground.Add("without", "this", "")];
        AddBoth("this", "");
        if (options.Other is not null)
        {
            playground.Feed("other", options.Other);
            AddBoth("other", ", other package");
        }

        if (options.Items)
        {
            contenders.Add(playground.Add("items", "this", string.Concat(Large.Select(name =>
                $"""<None Include="../../files/{name}/**" LinkBase="artifacts/{name}" CopyToOutputDirectory="IfDifferent" />"""))));
        }

        playground.Contenders = contenders;
        return playground;

        void AddBoth(string feed, string suffix)
        {
            string reference = """<PackageReference Include="ArtifactBuild" Version="*-*" />""";
            contenders.Add(playground.Add("files" + suffix, feed, reference + files));
            contenders.Add(playground.Add("artifacts" + suffix, feed, reference + artifacts));
        }
    }

    public void Dispose()
    {
        if (!_isKept)
            Directory.Delete(_root, recursive: true);
    }

    private static string CompiledIn(string key) => typeof(Playground).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private string In(string relative) => Path.Combine(_root, relative);

    private void Feed(string feed, string package)
    {
        Directory.CreateDirectory(In($"feed-{feed}"));
        File.Copy(package, In($"feed-{feed}/{Path.GetFileName(package)}"));
    }

    private Task<MeasuredRun> PackAsync() => MeasuredProcess.RunAsync(
        "dotnet",
        ["pack", "src/ArtifactBuild", "-c", "Release", "--artifacts-path", In("pack"), "-o", In("feed-this")],
        new Dictionary<string, string>(),
        CompiledIn("RepositoryRoot"));

    private async Task LogAsync(IEnumerable<string> names, int files)
    {
        await using var registry = ArtifactRegistry.Open(In("registry"), new ArtifactRegistryOptions { CacheDirectory = In("cache") });
        foreach (string name in names)
        {
            string folder = In($"files/{name}");
            for (int i = 0; i < files; i++)
            {
                string path = Path.Combine(folder, $"{i % 10}", $"{i}.txt");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{name} {i}"));
            }

            using var draft = new Artifact(name, "data", In("cache"));
            await draft.AddDirectoryAsync(folder);
            await registry.LogAsync(draft);
        }
    }

    // Each feed has its own package folder, since two packages may have the same version.
    private Contender Add(string name, string feed, string items)
    {
        string folder = In($"projects-{feed}/{name.Split(',')[0]}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(In($"projects-{feed}/nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{In($"feed-{feed}")}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "return;");
        return new Contender(name, folder, new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = In($"packages-{feed}"),
            ["ARTIFACT_REGISTRY"] = In("registry"),
            ["ARTIFACT_CACHE_DIR"] = In("cache"),
        });
    }
}
