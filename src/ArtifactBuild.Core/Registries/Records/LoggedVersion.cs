using System.Collections.Immutable;
using ArtifactBuild.Model;

namespace ArtifactBuild.Registries.Records;

/// <summary>A version as it was when it was read.</summary>
/// <param name="Registry">Where it was read.</param>
/// <param name="Name">The collection, with the version or alias that was asked for.</param>
/// <param name="Type">The collection's type.</param>
/// <param name="Entry">What never changes.</param>
/// <param name="Record">What may change.</param>
/// <param name="Aliases">The aliases of the version in this collection.</param>
internal sealed record LoggedVersion(
    RegistryContext Registry,
    ArtifactName Name,
    string Type,
    VersionEntry Entry,
    VersionRecord Record,
    ImmutableArray<string> Aliases)
{
    /// <summary>The version in the collection in which it was logged; the version itself unless it is a link.</summary>
    public ArtifactName Source => Entry.Source is LinkSource source
        ? ArtifactName.Parse($"{source.Collection}:v{source.Number}")
        : Name with { Suffix = Entry.Version };
}
