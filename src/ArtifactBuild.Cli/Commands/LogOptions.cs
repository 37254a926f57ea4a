using System.CommandLine;
using System.Globalization;
using ArtifactBuild.Builds.Log;
using ArtifactBuild.Builds.Settings;

namespace ArtifactBuild.Cli.Commands;

/// <summary>The switches that describe an artifact: those of <c>artifact log</c>, and the metadata of an <c>ArtifactOutput</c> item.</summary>
internal sealed class LogOptions
{
    private readonly Option<string> _type = new("--type") { Description = "What the artifact is, for example model or dataset.", Required = true };
    private readonly Option<string[]> _aliases = new("--alias") { Description = "An alias besides latest; may be repeated." };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A tag; may be repeated." };
    private readonly Option<string?> _description = new("--description") { Description = "A text for people." };
    private readonly Option<string?> _metadata = new("--metadata") { Description = "A JSON object; overrides that of --metadata-file key by key." };
    private readonly Option<string?> _metadataFile = new("--metadata-file") { Description = "A file with a JSON object." };
    private readonly Option<string?> _timeToLive = new("--time-to-live") { Description = "How long a new version lives, for example 30d; inherit or disabled." };
    private readonly Option<bool> _incremental = new("--incremental") { Description = "Add to the newest version's entries instead of replacing them." };
    private readonly Option<string[]> _links = new("--link-to") { Description = "A portfolio to link the version into, [[entity/]project/]portfolio[:alias]; may be repeated." };
    private readonly Option<string[]> _uris = new("--uri") { Description = "A URI to refer to, [path-in-artifact=]uri; may be repeated." };
    private readonly Option<bool> _noChecksum = new("--no-checksum") { Description = "Do not look at what the URIs stand for." };
    private readonly Option<string?> _maxObjects = new("--max-objects") { Description = string.Create(CultureInfo.InvariantCulture, $"How many entries one URI may stand for; {OutputUri.DefaultMaxObjects} if not given.") };

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _type, _aliases, _tags, _description, _metadata, _metadataFile, _timeToLive, _incremental, _links, _uris, _noChecksum, _maxObjects,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <summary>The switches as an item, so that the tool and a build have one set of rules.</summary>
    public ArtifactOutputItem Read(ParseResult result, string name, string[] paths, BuildSettings settings)
    {
        int maxObjects = new GivenText(_maxObjects.Name, result.GetValue(_maxObjects)) { IsTyped = true }.ToPositiveCount(OutputUri.DefaultMaxObjects);
        var item = new OutputItem(name, metadata => TextOf(result, metadata))
        {
            Lists = metadata => ListOf(result, metadata) ?? [],
            SwitchOf = SwitchOf,
        };
        return ArtifactOutputItem.Read(item, settings) with
        {
            Paths = paths,
            Uris = [.. (result.GetValue(_uris) ?? []).Select(text => UriOf(text, !result.GetValue(_noChecksum), maxObjects))],
        };
    }

    private string SwitchOf(string metadata) => (metadata switch
    {
        "Type" => _type,
        "Metadata" => _metadata,
        "MetadataFile" => _metadataFile,
        "TimeToLive" => _timeToLive,
        "Incremental" => (Option)_incremental,
        "LinkTo" => _links,
        _ => throw new ArgumentOutOfRangeException(nameof(metadata), metadata, "No switch stands for it."),
    }).Name;

    private string? TextOf(ParseResult result, string metadata) => metadata switch
    {
        "Type" => result.GetRequiredValue(_type),
        "Description" => result.GetValue(_description),
        "Metadata" => result.GetValue(_metadata),
        "MetadataFile" => result.GetValue(_metadataFile),
        "TimeToLive" => result.GetValue(_timeToLive),
        "Incremental" => result.GetValue(_incremental) ? "true" : "false",
        _ => null,
    };

    private string[]? ListOf(ParseResult result, string metadata) => metadata switch
    {
        "Aliases" => result.GetValue(_aliases),
        "Tags" => result.GetValue(_tags),
        "LinkTo" => result.GetValue(_links),
        _ => null,
    };

    // “path=uri” names the entry. An “=” behind the “:” of the scheme is a part of the URI.
    private static OutputUri UriOf(string text, bool checksum, int maxObjects)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool isNamed = equals > 0 && !text.AsSpan(0, equals).Contains(':');
        return new OutputUri(isNamed ? text[(equals + 1)..] : text, isNamed ? text[..equals] : null, checksum, maxObjects);
    }
}
