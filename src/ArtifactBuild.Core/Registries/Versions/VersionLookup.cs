using ArtifactBuild.Diagnostics;
using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;

namespace ArtifactBuild.Registries.Versions;

/// <summary>
/// Finds the version that a name means. A lookup reads each head and each version record once, so all that it finds is of one
/// state of the registry; whoever wants to see what changed makes another one.
/// </summary>
/// <param name="context">The registry.</param>
internal sealed class VersionLookup(RegistryContext context)
{
    private readonly ReadOnce<string, CollectionHead?> _heads = new();
    private readonly ReadOnce<string, VersionRecord?> _records = new();

    public async Task<LoggedVersion> FindAsync(
        ArtifactName name, CancellationToken cancellationToken)
    {
        string suffix = name.Suffix ?? ArtifactName.Latest;
        if (await ReadHeadAsync(name, cancellationToken).ConfigureAwait(false) is not CollectionHead head)
            throw await NotFoundAsync(name, cancellationToken).ConfigureAwait(false);
        VersionEntry entry = head.Find(suffix) ?? throw new ArtifactException(
            ArtifactCodes.VersionNotFound,
            $"The collection “{name.CollectionName}” in {context.Store.Address} has no {(ArtifactName.IsVersion(suffix, out _) ? "version" : "alias")} “{suffix}”. It has {Known(head)}.");
        return await OpenAsync(name with { Suffix = suffix }, head, entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the version that has a digest: W&amp;B's, or the SHA-256 of its manifest. Of several it is the oldest, so that
    /// what is logged later never changes the answer.
    /// </summary>
    public async Task<LoggedVersion> FindByDigestAsync(
        ArtifactName name, string digest, CancellationToken cancellationToken)
    {
        if (await ReadHeadAsync(name, cancellationToken).ConfigureAwait(false) is not CollectionHead head)
            throw await NotFoundAsync(name, cancellationToken).ConfigureAwait(false);
        VersionEntry entry = head.Versions.Find(one => one.DeletedAt is null && (one.Digest == digest || one.Manifest == digest))
            ?? throw new ArtifactException(
                ArtifactCodes.VersionNotFound,
                $"The collection “{name.CollectionName}” in {context.Store.Address} has no version with the digest “{digest}”. It has {Known(head)}.");
        return await OpenAsync(name with { Suffix = entry.Version }, head, entry, cancellationToken).ConfigureAwait(false);
    }

    public async Task<LoggedVersion> OpenAsync(
        ArtifactName name, CollectionHead head, VersionEntry entry, CancellationToken cancellationToken)
    {
        string key = RegistryLayout.VersionRecord(entry.Id);
        VersionRecord? record = await _records.GetAsync(
            key,
            async () => (await context.ReadAsync(key, RegistryJson.Instance.VersionRecord, cancellationToken).ConfigureAwait(false))?.Value,
            cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            throw new ArtifactException(
                ArtifactCodes.ObjectMissing,
                $"The registry {context.Store.Address} lacks “{key}”, which belongs to “{name}”. Restore it from a backup of the registry.");
        }

        return new LoggedVersion(context, name, head.Type, entry, record, [.. head.AliasesOf(entry)]);
    }

    private Task<CollectionHead?> ReadHeadAsync(ArtifactName name, CancellationToken cancellationToken) => _heads.GetAsync(
        name.CollectionName,
        async () => (await context.ReadHeadAsync(name, cancellationToken).ConfigureAwait(false))?.Value,
        cancellationToken);

    private async Task<ArtifactException> NotFoundAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        bool isRegistry = await context.ExistsAsync(cancellationToken).ConfigureAwait(false);
        return new ArtifactException(
            ArtifactCodes.CollectionNotFound,
            isRegistry
                ? $"The registry {context.Store.Address} has no collection “{name.CollectionName}”. Check the name, its entity and project, and the registry; log the artifact first if it is new."
                : $"There is no registry at {context.Store.Address}, so no collection “{name.CollectionName}” either. Check the address; the first log makes the registry.");
    }

    private static string Known(CollectionHead head)
    {
        if (head.Newest is not VersionEntry newest)
            return "no versions";
        string aliases = string.Join(", ", head.Aliases.Keys.Take(20));
        return $"versions up to {newest.Version}" + (aliases.Length == 0 ? "" : $" and the aliases {aliases}");
    }
}
