using System.Text.Json.Nodes;

namespace ArtifactBuild.Registries.Records;

/// <summary>What may change about a version after it was logged, in an object of its own.</summary>
internal sealed record VersionRecord
{
    /// <summary>The format of this object.</summary>
    public int Format { get; init; } = RegistryJson.Format;

    /// <summary>The qualified name of the collection in which the version was logged.</summary>
    public required string Collection { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Facts for machines.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>The tags, in the order in which they were given.</summary>
    public List<string> Tags { get; init; } = [];

    /// <summary>How long the version lives, in seconds; 0 for ever; <see langword="null"/> for what the registry says.</summary>
    public long? TimeToLive { get; init; }

    /// <summary>When the record was last changed; <see langword="null"/> when it never was.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
