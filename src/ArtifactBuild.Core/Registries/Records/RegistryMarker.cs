namespace ArtifactBuild.Registries.Records;

/// <summary><c>registry.json</c>: says that a registry is there, in which format, and what holds for all of it.</summary>
internal sealed record RegistryMarker
{
    /// <summary>The format of the whole registry.</summary>
    public int Format { get; init; } = RegistryJson.Format;

    /// <summary>For each type how long its versions live, in seconds, when they do not say themselves.</summary>
    public SortedDictionary<string, long> TimeToLive { get; init; } = new(StringComparer.Ordinal);
}
