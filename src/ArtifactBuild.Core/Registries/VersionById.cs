using ArtifactBuild.Artifacts;
using ArtifactBuild.Diagnostics;
using ArtifactBuild.Transfer;

namespace ArtifactBuild.Registries;

/// <summary>Finds a version by its id, as references between artifacts name it.</summary>
internal static class VersionById
{
    /// <summary>Finds the entry that a reference of another artifact leads to, which is itself a reference to somewhere else.</summary>
    /// <exception cref="ArtifactException">ART2030: the registry has no such version or entry any more.</exception>
    public static async Task<ManifestEntry> FindEntryAsync(
        RegistryContext context, string id, string path, ManifestEntry from, CancellationToken cancellationToken)
    {
        VersionEntry? version = await FindAsync(context, id, cancellationToken).ConfigureAwait(false);
        Manifest? manifest = version is null
            ? null
            : await new PinnedContent(context, version.ManifestSha256, $"the target of {from.Path}", allowRegistry: true)
                .GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return manifest is not null && manifest.TryGet(path, out ManifestEntry? entry) && entry.IsReference && entry.Digest == from.Digest
            ? entry
            : throw new ArtifactException(
                ArtifactCodes.ReferenceUnavailable,
                $"“{from.Path}” points to {from.Ref}, which the registry {context.Store.Address} does not have. Log the reference again, or leave it out with AllowMissingReferences.");
    }

    private static async Task<VersionEntry?> FindAsync(RegistryContext context, string id, CancellationToken cancellationToken)
    {
        // The id comes out of a manifest and becomes part of a key.
        if (id.Length > 64 || !id.All(char.IsAsciiLetterOrDigit))
            return null;
        (VersionRecord Value, string ETag)? record = await context
            .ReadAsync(RegistryLayout.VersionRecord(id), RegistryJson.Instance.VersionRecord, cancellationToken).ConfigureAwait(false);
        if (record is null)
            return null;
        var name = ArtifactName.Parse(record.Value.Value.Collection);
        (CollectionHead Value, string ETag)? head = await VersionLookup.ReadHeadAsync(context, name, cancellationToken).ConfigureAwait(false);
        return head?.Value.Versions.Find(entry => entry.Id == id);
    }
}
