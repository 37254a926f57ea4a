using System.Text.Json;
using System.Text.Json.Nodes;
using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ArtifactBuild.Builds;

/// <summary>What one <c>ArtifactOutput</c> item of a project says.</summary>
public sealed record OutputDeclaration
{
    private OutputDeclaration(ArtifactName name, string type, string root)
    {
        Name = name;
        Type = type;
        Root = root;
    }

    /// <summary>The qualified name of the collection.</summary>
    public ArtifactName Name { get; }

    /// <summary>What the artifact is.</summary>
    public string Type { get; }

    /// <summary>The absolute path of the folder that the artifact is made of.</summary>
    public string Root { get; }

    /// <summary>Globs of the files below the root.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Aliases besides <c>latest</c>.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>Tags of the version.</summary>
    public IReadOnlyList<string> Tags { get; private init; } = [];

    /// <summary>A text for people.</summary>
    public string? Description { get; private init; }

    /// <summary>JSON text of the metadata.</summary>
    public string? Metadata { get; private init; }

    /// <summary>The absolute path of a JSON file of metadata, which <see cref="Metadata"/> overrides key by key.</summary>
    public string? MetadataFile { get; private init; }

    /// <summary>The address of the registry.</summary>
    public string Registry { get; private init; } = "";

    /// <summary>Reads an item.</summary>
    /// <param name="include">What the item includes.</param>
    /// <param name="metadata">Gives the item's metadata by name; empty text where there is none.</param>
    /// <param name="settings">What the project says for all its items.</param>
    /// <returns>The declaration.</returns>
    /// <exception cref="ArtifactException">ART1001, ART1004: the item can't be understood.</exception>
    public static OutputDeclaration Read(string include, Func<string, string?> metadata, BuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(settings);
        string? Text(string name) => string.IsNullOrWhiteSpace(metadata(name)) ? null : metadata(name)!.Trim();
        string what = $"ArtifactOutput “{include}”";
        var name = ArtifactName.Parse(include, settings.Entity, settings.Project);
        if (name.Suffix is not null)
            throw Invalid($"{what} names a version; logging makes the next one. Give aliases in the metadata Aliases.");
        string type = Text("Type") ?? throw Invalid($"{what} has no Type. Say what it is, for example Type=\"model\".");
        if (Text("Root") is null && Text("Files") is null)
            throw Invalid($"{what} says neither Root nor Files. Give the folder that it is made of, or globs of files below the project's folder.");
        string[] files = ItemText.ReadList(Text("Files"));
        return new OutputDeclaration(name, type, settings.Absolute(Text("Root") ?? "."))
        {
            Files = files.Length == 0 ? ["**/*"] : files,
            Aliases = ItemText.ReadList(Text("Aliases")),
            Tags = ItemText.ReadList(Text("Tags")),
            Description = Text("Description"),
            Metadata = Text("Metadata"),
            MetadataFile = Text("MetadataFile") is string file ? settings.Absolute(file) : null,
            Registry = Text("Registry") ?? settings.Registry,
        };
    }

    /// <summary>The files that the globs match, with their paths in the artifact.</summary>
    /// <exception cref="ArtifactException">ART4010: there are none.</exception>
    internal IReadOnlyList<(string LocalPath, string Path)> MatchFiles()
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        foreach (string glob in Files)
        {
            if (glob[0] == '!')
                matcher.AddExclude(glob[1..]);
            else
                matcher.AddInclude(glob);
        }

        (string, string)[] matched = !Directory.Exists(Root)
            ? []
            : [.. SourceTree.Files(Root)
                .Where(file => matcher.Match(file.Relative).HasMatches)
                .Select(file => (file.LocalPath, file.Relative))];
        return matched.Length > 0 ? matched : throw new ArtifactException(
            ArtifactCodes.OutputEmpty,
            $"ArtifactOutput “{Name}” would be empty: nothing below {Root} matches {string.Join("; ", Files)}. Check Root and Files, and that the step which makes the files ran before.");
    }

    /// <summary>The metadata of the file and of the item.</summary>
    /// <exception cref="ArtifactException">ART1004: one of them is no JSON object.</exception>
    internal JsonObject ReadMetadata()
    {
        JsonObject all = MetadataFile is null ? [] : ReadFile(MetadataFile);
        foreach ((string key, JsonNode? value) in Metadata is null ? [] : Parse(Metadata, $"The Metadata of ArtifactOutput “{Name}”"))
            all[key] = value?.DeepClone();
        return all;
    }

    private JsonObject ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), $"The MetadataFile {path} of ArtifactOutput “{Name}”");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The MetadataFile {path} of ArtifactOutput “{Name}” can't be read: {e.Message}");
        }
    }

    private static JsonObject Parse(string json, string what)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw Invalid($"{what} is no JSON object. Write {{\"key\": value, …}}.");
        }
        catch (JsonException e)
        {
            throw Invalid($"{what} is no JSON: {e.Message}");
        }
    }

    private static ArtifactException Invalid(string message) => new(ArtifactCodes.InvalidOption, message);
}
