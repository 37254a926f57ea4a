using ArtifactBuild.Model;
using ArtifactBuild.Registries.Records;
using ArtifactBuild.Registries.Versions;

namespace ArtifactBuild.Registries.Upkeep;

/// <summary>Deletes versions whose time to live is over, never one that is linked into a portfolio.</summary>
internal sealed class Expiry(RegistryContext context, bool dryRun)
{
    /// <returns>The qualified names and ids of the versions.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        RegistryMarker marker = (await context
            .ReadAsync(RegistryLayout.Marker, RegistryJson.Instance.RegistryMarker, cancellationToken).ConfigureAwait(false))?.Value ?? new();
        (List<(ArtifactName Name, CollectionHead Head)> sequences, HashSet<string> linked) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var expired = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((ArtifactName name, CollectionHead head) in sequences)
        {
            foreach (VersionEntry entry in head.Versions.Where(entry => entry.DeletedAt is null && !linked.Contains(entry.Id)))
            {
                if (!await IsOverAsync(marker, head, entry, now, cancellationToken).ConfigureAwait(false))
                    continue;
                expired.Add($"{name.CollectionName}:{entry.Version}", entry.Id);
                if (!dryRun)
                    await DeleteAsync(name, entry, now, cancellationToken).ConfigureAwait(false);
            }
        }

        return expired;
    }

    private async Task<(List<(ArtifactName, CollectionHead)> Sequences, HashSet<string> Linked)> ReadAsync(CancellationToken cancellationToken)
    {
        var sequences = new List<(ArtifactName, CollectionHead)>();
        var linked = new HashSet<string>(StringComparer.Ordinal);
        await foreach ((ArtifactName name, CollectionHead head) in new CollectionWalk(context).AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (head.IsPortfolio)
                linked.UnionWith(head.Versions.Where(entry => entry.DeletedAt is null).Select(entry => entry.Id));
            else
                sequences.Add((name, head));
        }

        return (sequences, linked);
    }

    private async Task<bool> IsOverAsync(
        RegistryMarker marker, CollectionHead head, VersionEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        VersionRecord? record = (await context
            .ReadAsync(RegistryLayout.VersionRecord(entry.Id), RegistryJson.Instance.VersionRecord, cancellationToken).ConfigureAwait(false))?.Value;
        long seconds = record?.TimeToLive ?? marker.TimeToLive.GetValueOrDefault(head.Type);
        return seconds > 0 && now - entry.CreatedAt > TimeSpan.FromSeconds(seconds);
    }

    private Task<CollectionHead> DeleteAsync(ArtifactName name, VersionEntry entry, DateTimeOffset now, CancellationToken cancellationToken) => context.EditAsync(
        RegistryLayout.Head(name),
        RegistryJson.Instance.CollectionHead,
        present => present!.Find(entry.Version) is VersionEntry current
            ? present.WithoutAliases(current, [.. present.AliasesOf(current)]).WithEntry(current with { DeletedAt = now })
            : present,
        cancellationToken);
}
