using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Bytes;

/// <summary>Finds a version by its id, as references between artifacts name it; each version once, however many references lead to it.</summary>
/// <param name="context">The registry.</param>
internal sealed class ReferenceTarget(RegistryContext context)
{
    private readonly ReadOnce<string, (VersionContent Content, Manifest Manifest)?> _versions = new();

    /// <summary>Finds the entry that a reference of another artifact leads to, which is itself a reference to somewhere else.</summary>
    /// <exception cref="ArtifactException">ART2030: the registry has no such version or entry any more.</exception>
    public async Task<ManifestEntry> FindEntryAsync(
        string id, string path, ManifestEntry from, CancellationToken cancellationToken)
    {
        (_, ManifestEntry entry) = await FindTargetAsync(id, path, from, cancellationToken).ConfigureAwait(false);
        return entry.IsReference ? entry : throw Missing(from);
    }

    /// <summary>Finds the version that a reference of another artifact leads to, and the entry there, which has the same content.</summary>
    /// <exception cref="ArtifactException">ART2030: the registry has no such version or entry any more.</exception>
    public async Task<(VersionContent Content, ManifestEntry Entry)> FindTargetAsync(
        string id, string path, ManifestEntry from, CancellationToken cancellationToken)
    {
        (VersionContent, Manifest)? version = await _versions
            .GetAsync(id, () => OpenAsync(id, from, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (version is not (VersionContent content, Manifest manifest))
            throw Missing(from);
        return manifest.TryGet(path, out ManifestEntry? entry) && entry.Digest == from.Digest && (from.Sha256 is null || entry.Sha256 == from.Sha256)
            ? (content, entry)
            : throw Missing(from);
    }

    private ArtifactException Missing(ManifestEntry from) => new(
        ArtifactCodes.ReferenceUnavailable,
        $"“{from.Path}” points to {from.Ref}, which the registry {context.Store.Address} does not have. Log the reference again, or leave it out with AllowMissingReferences.");

    private async Task<(VersionContent Content, Manifest Manifest)?> OpenAsync(string id, ManifestEntry from, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is not VersionEntry version)
            return null;
        var content = new VersionContent(context, version.ManifestSha256, $"the target of {from.Path}", allowRegistry: true);
        return (content, await content.GetManifestAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<VersionEntry?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // The id comes out of a manifest and becomes part of a key.
        if (id.Length > 64 || !id.All(char.IsAsciiLetterOrDigit))
            return null;
        (VersionRecord Value, string ETag)? record = await context
            .ReadAsync(RegistryLayout.VersionRecord(id), RegistryJson.Instance.VersionRecord, cancellationToken).ConfigureAwait(false);
        if (record is null)
            return null;
        var name = ArtifactName.Parse(record.Value.Value.Collection);
        (CollectionHead Value, string ETag)? head = await context.ReadHeadAsync(name, cancellationToken).ConfigureAwait(false);
        return head?.Value.Versions.Find(entry => entry.Id == id);
    }
}
