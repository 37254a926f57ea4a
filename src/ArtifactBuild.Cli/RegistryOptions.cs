using System.CommandLine;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Registries;

namespace ArtifactBuild.Cli;

/// <summary>The options that every command has; each falls back to its environment variable.</summary>
internal sealed class RegistryOptions
{
    private readonly Option<string?> _registry = FromEnvironment("--registry", "ARTIFACT_REGISTRY", "The registry: a folder or a file: URI.");
    private readonly Option<string?> _cache = FromEnvironment("--cache", "ARTIFACT_CACHE_DIR", "The folder of the shared cache.");
    private readonly Option<string?> _entity = FromEnvironment("--entity", "ARTIFACT_ENTITY", "The entity of names that give none.");
    private readonly Option<string?> _project = FromEnvironment("--project", "ARTIFACT_PROJECT", "The project of names that give none.");

    public void AddTo(Command command)
    {
        command.Options.Add(_registry);
        command.Options.Add(_cache);
        command.Options.Add(_entity);
        command.Options.Add(_project);
    }

    public string? CacheDirectory(ParseResult result) => result.GetValue(_cache);

    public ArtifactName NameOf(ParseResult result, string text) => ArtifactName.Parse(
        text,
        result.GetValue(_entity) ?? ArtifactName.DefaultEntity,
        result.GetValue(_project) ?? ArtifactName.DefaultProject);

    public ArtifactRegistry Open(ParseResult result) => ArtifactRegistry.Open(
        result.GetValue(_registry) ?? RegistryLocation.Default(),
        new ArtifactRegistryOptions { CacheDirectory = CacheDirectory(result) });

    private static Option<string?> FromEnvironment(string name, string variable, string description) => new(name)
    {
        Description = $"{description} [{variable}]",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null,
    };
}
