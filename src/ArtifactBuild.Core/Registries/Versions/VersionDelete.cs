using ArtifactBuild.Diagnostics;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Versions;

/// <summary>Deletes a version from its collection: it is marked, so that its number and what used it stay known.</summary>
internal static class VersionDelete
{
    /// <returns>The version as it is now.</returns>
    public static async Task<LoggedVersion> RunAsync(LoggedVersion version, bool deleteAliases, CancellationToken cancellationToken)
    {
        // A link's aliases belong to the link, so they go with it (W&B: delete of a link only unlinks).
        bool withAliases = deleteAliases || version.Entry.Source is not null;
        CollectionHead head = await version.Registry.EditAsync(
            RegistryLayout.Head(version.Name),
            RegistryJson.Instance.CollectionHead,
            present => Apply(present, version, withAliases),
            cancellationToken).ConfigureAwait(false);
        VersionEntry deleted = head.Versions.Find(entry => entry.Number == version.Entry.Number) ?? version.Entry;
        return version with { Entry = deleted, Aliases = [] };
    }

    private static CollectionHead Apply(CollectionHead? present, LoggedVersion version, bool withAliases)
    {
        VersionEntry? entry = present?.Find(version.Entry.Version);
        if (present is null || entry is null)
        {
            throw new ArtifactException(
                ArtifactCodes.VersionNotFound, $"“{version.Name.CollectionName}:{version.Entry.Version}” was deleted already.");
        }

        string[] aliases = [.. present.AliasesOf(entry)];
        if (aliases.Length > 0 && !withAliases)
        {
            throw new ArtifactException(
                ArtifactCodes.NotDeletable,
                $"“{version.Name.CollectionName}:{version.Entry.Version}” has the aliases {string.Join(", ", aliases)}. Move them to another version first, or delete them together with it.");
        }

        return present.WithoutAliases(entry, aliases).WithEntry(entry with { DeletedAt = version.Registry.Clock.GetUtcNow() });
    }
}
