using System.Text.Json.Nodes;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Versions;

/// <summary>What a log makes a version of, besides its entries.</summary>
/// <param name="Type">The type of the artifact.</param>
/// <param name="IsIncremental">Whether the entries join those of the newest version instead of replacing them.</param>
/// <param name="Description">A text for people.</param>
/// <param name="Metadata">Facts for machines.</param>
/// <param name="TimeToLive">How long the version lives.</param>
/// <param name="Aliases">The aliases that move to the version, <c>latest</c> included.</param>
/// <param name="Tags">The tags of the version.</param>
internal sealed record NewVersion(
    string Type,
    bool IsIncremental,
    string? Description,
    JsonObject Metadata,
    TimeToLive TimeToLive,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Tags);

/// <summary>What a log did.</summary>
/// <param name="Version">The version, which the log made or found with the same content.</param>
/// <param name="Manifest">Its entries.</param>
/// <param name="IsNew">Whether the log made it.</param>
/// <param name="SentFiles">The number of files whose bytes were sent.</param>
/// <param name="SentBytes">The number of bytes that were sent.</param>
internal sealed record VersionLogResult(LoggedVersion Version, Manifest Manifest, bool IsNew, int SentFiles, long SentBytes);
