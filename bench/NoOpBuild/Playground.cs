using System.Globalization;
using System.Reflection;
using ArtifactBuild.Artifacts;
using Transfers;

namespace NoOpBuild;

/// <summary>A temporary folder with the packed package, three artifacts in a registry, and the projects.</summary>
internal sealed class Playground : IDisposable
{
    private static readonly string[] Names = ["first", "second", "third"];

    private readonly string _root = Directory.CreateTempSubdirectory("artifactbuild-noop-").FullName;
    private readonly Dictionary<string, string> _environment;

    private Playground() => _environment = new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = In("packages"),
        ["ARTIFACT_REGISTRY"] = In("registry"),
        ["ARTIFACT_CACHE_DIR"] = In("cache"),
    };

    public IReadOnlyList<Contender> Contenders { get; private set; } = [];

    public static async Task<Playground> CreateAsync(int files)
    {
        var playground = new Playground();
        await playground.PackAsync();
        foreach (string name in Names)
            await playground.LogAsync(name, files);
        playground.Contenders =
        [
            playground.Add("without", ""),
            playground.Add("artifacts", $"""
                <PackageReference Include="ArtifactBuild" Version="{CompiledIn("PackageVersion")}" />
                <ArtifactReference Include="{string.Join(';', Names)}" />
                """),
            playground.Add("items", string.Concat(Names.Select(name =>
                $"""<None Include="../files/{name}/**" LinkBase="artifacts/{name}" CopyToOutputDirectory="IfDifferent" />"""))),
        ];
        return playground;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string CompiledIn(string key) => typeof(Playground).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private string In(string relative) => Path.Combine(_root, relative);

    private async Task PackAsync()
    {
        await MeasuredProcess.RunAsync(
            "dotnet", ["pack", "src/ArtifactBuild", "-c", "Release", "--artifacts-path", In("pack"), "-o", In("feed")], new Dictionary<string, string>(), CompiledIn("RepositoryRoot"));
        await File.WriteAllTextAsync(In("nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{In("feed")}" /></packageSources>
            </configuration>
            """);
    }

    private async Task LogAsync(string name, int files)
    {
        string folder = In($"files/{name}");
        for (int i = 0; i < files; i++)
        {
            string path = Path.Combine(folder, $"{i % 10}", $"{i}.txt");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, string.Create(CultureInfo.InvariantCulture, $"{name} {i}"));
        }

        await using var registry = ArtifactRegistry.Open(In("registry"), new ArtifactRegistryOptions { CacheDirectory = In("cache") });
        using var draft = new Artifact(name, "data", In("cache"));
        await draft.AddDirectoryAsync(folder);
        await registry.LogAsync(draft);
    }

    private Contender Add(string name, string items)
    {
        Directory.CreateDirectory(In(name));
        File.WriteAllText(In($"{name}/app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(In($"{name}/Program.cs"), "return;");
        return new Contender(name, In(name), _environment);
    }
}
